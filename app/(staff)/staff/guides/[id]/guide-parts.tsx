import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { Table } from '#app/_ui/table.tsx';
import { LeaveFields, leaveWords } from '#app/(guide)/guide/leave-fields.tsx';
import { readDays, type WeekDay, WeekFields } from '#app/(guide)/guide/week-fields.tsx';
import type { GuideTour } from '#lib/groups/guide-tours.ts';
import { leaveRefusals } from '#lib/groups/judge-leave.ts';
import type { GuideLeave } from '#lib/groups/list-guides.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate, type IsoDate } from '#lib/platform/time.ts';
import { enterLeave, renewLink, saveHours, setActive, takeBackLeave } from '../guide-actions.ts';

type Part = { t: Translator; guideId: string };

/** What a guide leads from now on, and has answered. */
export function ToursPart({ t, tours }: { t: Translator; tours: readonly GuideTour[] }) {
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  return (
    <Table
      caption={t('staff.tours.title')}
      rows={tours}
      rowKey={(tour) => tour.timeslotId}
      empty={t('staff.tours.none')}
      columns={[
        {
          ...head('time'),
          isRowHead: true,
          cell: (tour) => (
            <a href={paths.staffSlot(tour.timeslotId)}>
              {formatDate(tour.visitDate)} {tour.startTime}
            </a>
          ),
        },
        {
          ...head('party'),
          cell: (tour) =>
            tour.party
              ? t('tours.of', { school: tour.party.school ?? tour.party.code, people: tour.party.people })
              : localized(tour.productNames, t.locale),
        },
        {
          ...head('answer'),
          cell: (tour) =>
            tour.call ? (
              <StatusWord tone={tour.call.state === 'accepted' ? 'good' : 'warn'}>
                {t(`callStates.${tour.call.state}`)}
              </StatusWord>
            ) : null,
        },
      ]}
    />
  );
}

/** Leave that is entered, and a new entry. */
export function AwayPart(
  props: Part & { leave: readonly GuideLeave[]; today: IsoDate; one: (name: string) => string },
) {
  const { t, one } = props;
  const fault = leaveRefusals.find((code) => code === one('leave')) ?? null;
  const typed = { kind: one('kind'), firstDate: one('first'), lastDate: one('last') };
  return (
    <section className="stack" aria-labelledby="away">
      <h2 id="away">{t('leave.title')}</h2>
      {props.leave.map(({ id, kind, firstDate, lastDate }) => (
        <form key={id} action={takeBackLeave}>
          <input type="hidden" name="id" value={props.guideId} />
          <input type="hidden" name="leave" value={id} />
          <p>{leaveWords(t, { kind, firstDate, lastDate })}</p>
          <Button look="plain" size="short">
            {t(firstDate < props.today ? 'leave.endNow' : 'leave.end')}
          </Button>
        </form>
      ))}
      <details className="more" open={fault !== null}>
        <summary>{t('leave.newTitle')}</summary>
        <form className="stack" action={enterLeave} noValidate>
          <input type="hidden" name="id" value={props.guideId} />
          <LeaveFields
            locale={t.locale}
            typed={fault ? typed : { kind: 'illness', firstDate: '', lastDate: '' }}
            today={props.today}
            fault={fault}
          />
          <Button look="quiet">{t('leave.confirm')}</Button>
        </form>
      </details>
    </section>
  );
}

/** The hours of the week in which a guide can be asked. */
export function HoursPart(props: Part & { hours: readonly WeekDay[]; one: (name: string) => string }) {
  const { t } = props;
  const { days, errors } = readDays(props.one, props.hours, t.locale);
  return (
    <section className="stack" aria-labelledby="hours">
      <h2 id="hours">{t('app.nav.availability')}</h2>
      <details className="more" open={errors.length > 0}>
        <summary>
          {props.hours.length === 0
            ? t('staff.anyHours')
            : props.hours
                .map(
                  (day) =>
                    `${translator(t.locale, 'common')(`weekdays.${day.weekday}`)} ${day.fromTime}–${day.untilTime}`,
                )
                .join(', ')}
        </summary>
        <ErrorSummary title={translator(t.locale, 'common')('errorsTitle')} errors={errors} />
        <form className="stack" action={saveHours} noValidate>
          <input type="hidden" name="id" value={props.guideId} />
          <WeekFields locale={t.locale} days={days} errors={errors} />
          <p className="soft">{t('availability.kept')}</p>
          <Button look="quiet">{t('staff.form.save')}</Button>
        </form>
      </details>
    </section>
  );
}

/** A new secret link. */
export function LinkPart({ t, guideId }: Part) {
  return (
    <section className="stack" aria-labelledby="link">
      <h2 id="link">{t('staff.link.title')}</h2>
      <p>{t('staff.link.text')}</p>
      <form action={renewLink}>
        <input type="hidden" name="id" value={guideId} />
        <Button look="quiet">{t('staff.link.send')}</Button>
      </form>
    </section>
  );
}

/** The end, with its tours named first; or the beginning again. */
export function EndPart(props: Part & { isActive: boolean; tours: number; hasLooked: boolean }) {
  const { t, isActive } = props;
  return (
    <section className="stack" aria-labelledby="end">
      <h2 id="end">{t(isActive ? 'staff.end.title' : 'staff.end.again')}</h2>
      {isActive ? <p>{t('staff.end.text')}</p> : null}
      <form action={setActive}>
        <input type="hidden" name="id" value={props.guideId} />
        <input type="hidden" name="active" value={isActive ? '0' : '1'} />
        {props.hasLooked ? <input type="hidden" name="seek" value="1" /> : null}
        <Button look="quiet">
          {t(isActive ? (props.hasLooked ? 'staff.end.seek' : 'staff.end.action') : 'staff.end.again')}
        </Button>
      </form>
    </section>
  );
}
