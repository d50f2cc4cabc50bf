import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import type { GuideTour } from '#lib/groups/guide-tours.ts';
import { type ReportRefusal, reportRefusals } from '#lib/groups/report-tour.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { wallTimeAt } from '#lib/platform/time.ts';

const fieldOf: Record<ReportRefusal, 'startTime' | 'endTime' | 'heads' | 'note'> = {
  time_malformed: 'startTime',
  time_order: 'endTime',
  too_early: 'endTime',
  heads_malformed: 'heads',
  heads_too_many: 'heads',
  note_too_long: 'note',
};
export const reportFields = ['startTime', 'endTime', 'heads', 'note'] as const;
type Typed = Record<(typeof reportFields)[number], string>;

/** What the form shows: what was typed and refused, else what is known. */
export function readReport(one: (name: string) => string, tour: GuideTour, zone: string) {
  const refused = reportRefusals.find((code) => code === one('refused')) ?? null;
  const most = /^\d{1,3}$/.test(one('most')) ? Number(one('most')) : 0;
  const { report } = tour;
  const time = (at: Date | null | undefined) => (at ? wallTimeAt(at, zone) : '');
  const typed: Typed = refused
    ? { startTime: one('startTime'), endTime: one('endTime'), heads: one('heads'), note: one('note') }
    : {
        startTime: time(report?.startedAt),
        endTime: time(report?.endedAt),
        heads: report?.heads?.toString() ?? '',
        note: report?.note ?? '',
      };
  return { refused, most, typed };
}

/** The beginning and the end with one press each; times, heads and a word by hand. */
export function ReportForm(props: {
  t: Translator;
  guideKey: string;
  tour: GuideTour;
  refused: ReportRefusal | null;
  most: number;
  typed: Typed;
}) {
  const { t, tour, refused, typed } = props;
  const action = paths.guideStep(props.guideKey, 'report');
  const error = (field: keyof Typed) =>
    refused && fieldOf[refused] === field ? t(`report.faults.${refused}`, { most: props.most }) : undefined;
  const moment = tour.report?.startedAt ? (tour.report.endedAt ? null : 'end') : 'start';
  return (
    <section className="guide-part stack no-print" aria-labelledby="report">
      <h2 id="report">{t('report.title')}</h2>
      {moment ? (
        <form method="post" action={action}>
          <input type="hidden" name="tour" value={tour.timeslotId} />
          <input type="hidden" name="moment" value={moment} />
          <Button>{t(`report.${moment}`)}</Button>
        </form>
      ) : null}
      <ErrorSummary
        title={translator(t.locale, 'common')('errorsTitle')}
        errors={refused ? [{ fieldId: fieldOf[refused], message: error(fieldOf[refused]) ?? '' }] : []}
      />
      <form className="stack" method="post" action={action} noValidate>
        <input type="hidden" name="tour" value={tour.timeslotId} />
        <div className="guide-hours">
          <TextInput
            type="time"
            name="startTime"
            label={t('report.startTime')}
            defaultValue={typed.startTime}
            error={error('startTime')}
          />
          <TextInput
            type="time"
            name="endTime"
            label={t('report.endTime')}
            defaultValue={typed.endTime}
            error={error('endTime')}
          />
        </div>
        <TextInput
          name="heads"
          inputMode="numeric"
          label={t('report.heads')}
          hint={t('report.headsHint')}
          defaultValue={typed.heads}
          error={error('heads')}
          maxLength={3}
          autoComplete="off"
          className="narrow"
        />
        <TextArea
          name="note"
          label={t('report.note')}
          hint={t('report.noteHint')}
          defaultValue={typed.note}
          error={error('note')}
          maxLength={1000}
        />
        <Button look="quiet">{t('report.save')}</Button>
      </form>
    </section>
  );
}
