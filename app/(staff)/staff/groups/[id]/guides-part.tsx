import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Select } from '#app/_ui/select.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import { listGuideNames } from '#lib/groups/list-guides.ts';
import { type LedSubGroup, listVisitGuides } from '#lib/groups/visit-guides.ts';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { doneOf, refusedOf } from '../../guides/guide-words.ts';
import { acceptByPhone, change } from '../../guides/tour-actions.ts';
import type { PartProps } from './part.ts';

const tones = { asked: 'warn', accepted: 'good', declined: 'bad', lapsed: 'bad', withdrawn: 'still' } as const;

/** Who leads each sub-group and has said what; another guide, the search, a yes by telephone. */
export async function GuidesPart(props: PartProps & { ctx: StaffCtx }) {
  const { view, locale, zone, typed, ctx } = props;
  const t = translator(locale, 'guides');
  const led = await listVisitGuides(ctx.db, view.visit.id);
  if (led.length === 0) return null;
  const guides = can(ctx.actor, 'groups.change') ? await listGuideNames(ctx.db, view.visit.tourLanguage) : [];
  const open = led.filter(({ isToCome, call }) => isToCome && call?.state !== 'accepted').length;
  const [done, refused] = [doneOf(typed.one('guide')), refusedOf(typed.one('guide'))];
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const columns: Column<LedSubGroup>[] = [
    { ...head('subGroup'), isNumber: true, isRowHead: true, cell: (row) => row.no },
    { ...head('time'), cell: (row) => row.startTime },
    {
      ...head('guide'),
      cell: (row) => row.guide?.name ?? <StatusWord tone="bad">{t('staff.nobody')}</StatusWord>,
    },
    {
      ...head('answer'),
      cell: (row) => (
        <>
          <StatusWord tone={row.call ? tones[row.call.state] : 'warn'}>
            {row.call ? t(`callStates.${row.call.state}`) : t('staff.notAsked')}
          </StatusWord>{' '}
          {row.call?.state === 'asked' ? <InstantText at={row.call.answerUntil} zone={zone} /> : null}
        </>
      ),
    },
    ...(guides.length > 0
      ? [
          {
            ...head('action'),
            cell: (row: LedSubGroup) => (row.isToCome ? <Change {...props} guides={guides} row={row} /> : null),
          },
        ]
      : []),
  ];
  return (
    <div className="stack" id="guides">
      <h2>{t('staff.part.title')}</h2>
      {done ? (
        <Notice kind="done" live>
          {t(`staff.done.${done}`)}
        </Notice>
      ) : null}
      {refused ? (
        <Notice kind="refused" live>
          {t(`staff.refused.${refused}`)}
        </Notice>
      ) : null}
      {view.visit.hasOwnGuide ? (
        <p>{t('staff.part.own')}</p>
      ) : (
        <>
          {open > 0 ? <p>{t('staff.part.open', { count: open })}</p> : null}
          <Table
            caption={t('staff.part.title')}
            isCaptionHidden
            columns={columns}
            rows={led}
            rowKey={(row) => row.timeslotId}
          />
        </>
      )}
    </div>
  );
}

function Change(props: PartProps & { guides: readonly { id: string; name: string }[]; row: LedSubGroup }) {
  const { row } = props;
  const t = translator(props.locale, 'guides');
  const back = <input type="hidden" name="back" value={paths.staffGroup(props.view.visit.id)} />;
  const tour = <input type="hidden" name="tour" value={row.timeslotId} />;
  return (
    <details className="more">
      <summary>{t('staff.part.choose')}</summary>
      <form className="stack" action={change}>
        {back}
        {tour}
        <Select
          id={`guide-${row.timeslotId}`}
          name="guide"
          label={t('staff.part.choose')}
          defaultValue=""
          options={[
            { value: '', label: t('staff.part.search') },
            ...props.guides
              .filter(({ id }) => id !== row.guide?.id || row.call?.state === 'lapsed')
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Button look="quiet" size="short">
          {t('staff.part.change')}
        </Button>
      </form>
      {row.guide && row.call?.state !== 'accepted' ? (
        <form action={acceptByPhone}>
          {back}
          {tour}
          <input type="hidden" name="guide" value={row.guide.id} />
          <Button look="plain" size="short">
            {t('staff.part.accepted')}
          </Button>
        </form>
      ) : null}
    </details>
  );
}
