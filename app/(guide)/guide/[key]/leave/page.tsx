import type { Metadata } from 'next';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { listToursBetween } from '#lib/groups/guide-tours.ts';
import { judgeLeave, leaveRefusals } from '#lib/groups/judge-leave.ts';
import { listLeaveOf } from '#lib/groups/list-guides.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { GuideFrame } from '../../guide-frame.tsx';
import { LeaveFields, leaveFieldOf, leaveWords } from '../../leave-fields.tsx';
import { type GuideParams, openGuide } from '../../open-guide.ts';
import { type GuideQuery, readQuery } from '../../read-query.ts';
import { TourList } from '../../tour-list.tsx';

type Props = { params: GuideParams; searchParams: GuideQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator((await openGuide(params)).locale, 'guides')('leave.title') };
}

const tolds = { taken: 'done', taken_tours: 'done', ended: 'done', unknown_leave: 'refused' } as const;

/** Leave and illness: what is entered, and a new entry with the tours that it takes away shown first. */
export default async function LeavePage({ params, searchParams }: Props) {
  const opened = await openGuide(params);
  const { guide, key, locale, ctx } = opened;
  const one = await readQuery(searchParams);
  const t = translator(locale, 'guides');
  const today = dateAt(ctx.now, (await getMuseum(ctx.db)).timeZone);
  const asked = { kind: one('kind'), firstDate: one('first'), lastDate: one('last') };
  const isAsked = asked.kind !== '' || asked.firstDate !== '' || asked.lastDate !== '';
  const refused = [...leaveRefusals, 'tours_changed' as const].find((code) => code === one('refused'));
  const fault = isAsked ? (judgeLeave(asked, today) ?? (refused === 'overlaps' ? refused : null)) : null;
  const isShown = isAsked && fault === null;
  const affected = isShown
    ? await listToursBetween(ctx, guide.id, { fromDate: asked.firstDate, untilDate: asked.lastDate })
    : [];
  const leave = isShown ? [] : await listLeaveOf(ctx.db, guide.id, today);
  const toldKey = (Object.keys(tolds) as (keyof typeof tolds)[]).find((name) => name === one('told'));
  const told = toldKey
    ? { kind: tolds[toldKey], text: t(`leave.told.${toldKey}`) }
    : refused === 'tours_changed'
      ? { kind: 'refused' as const, text: t('leave.faults.tours_changed') }
      : null;
  return (
    <GuideFrame opened={opened} page="leave" told={told}>
      {isShown ? (
        <>
          <StepHeading
            where={t('leave.title')}
            title={leaveWords(t, asked)}
            lead={t('leave.affects', { count: affected.length })}
          />
          {affected.length > 0 ? <TourList t={t} guideKey={key} tours={affected} withDate /> : null}
          <form className="stack" method="post" action={paths.guideStep(key, 'take-leave')}>
            <input type="hidden" name="kind" value={asked.kind} />
            <input type="hidden" name="first" value={asked.firstDate} />
            <input type="hidden" name="last" value={asked.lastDate} />
            <input type="hidden" name="shown" value={affected.length} />
            <Button>{t('leave.confirm')}</Button>
          </form>
          <p>
            <LinkButton look="quiet" href={paths.guidePage(key, 'leave')}>
              {t('leave.change')}
            </LinkButton>
          </p>
        </>
      ) : (
        <>
          <StepHeading title={t('leave.title')} />
          <ErrorSummary
            title={translator(locale, 'common')('errorsTitle')}
            errors={fault ? [{ fieldId: leaveFieldOf[fault], message: t(`leave.faults.${fault}`) }] : []}
          />
          <section className="stack" aria-labelledby="entered">
            <h2 id="entered">{t('leave.listTitle')}</h2>
            {leave.length === 0 ? <p className="soft">{t('leave.none')}</p> : null}
            {leave.map(({ id, kind, firstDate, lastDate }) => (
              <form className="guide-leave" key={id} method="post" action={paths.guideStep(key, 'end-leave')}>
                <span>{leaveWords(t, { kind, firstDate, lastDate })}</span>
                <input type="hidden" name="leave" value={id} />
                <Button look="quiet" size="short">
                  {t(firstDate < today ? 'leave.endNow' : 'leave.end')}
                </Button>
              </form>
            ))}
          </section>
          <section className="guide-part stack" aria-labelledby="new">
            <h2 id="new">{t('leave.newTitle')}</h2>
            <form className="stack" action={paths.guidePage(key, 'leave')} noValidate>
              <LeaveFields locale={locale} typed={asked} today={today} fault={fault} />
              <Button>{t('leave.look')}</Button>
            </form>
          </section>
        </>
      )}
    </GuideFrame>
  );
}
