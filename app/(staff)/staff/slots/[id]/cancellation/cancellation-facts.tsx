import { InstantText } from '#app/_ui/date-time.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { Cancellation } from '#lib/booking/get-cancellation.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';

const underWay = ['listed', 'offered', 'refunding'];

/** How far it is, why, by whom, and until when visitors answer. */
export function CancellationFacts(props: { t: Translator; cancellation: Cancellation; zone: string }) {
  const { t, cancellation, zone } = props;
  const all = cancellation.states.reduce((sum, { orders }) => sum + orders, 0);
  const ended = cancellation.states.reduce((sum, row) => sum + (underWay.includes(row.state) ? 0 : row.orders), 0);
  const isOver = cancellation.state === 'cancelled';
  return (
    <>
      <div className="stack">
        <p>
          <b>{cancellation.isListed ? t('staff.progress', { ended, all }) : t('staff.listing')}</b>
        </p>
        {all > 0 ? <progress aria-label={t('staff.progressLabel')} value={ended} max={all} /> : null}
      </div>
      <SummaryList
        rows={[
          {
            term: t('staff.state'),
            value: (
              <StatusWord tone={isOver ? 'still' : 'warn'}>
                {t(`staff.states.${isOver ? 'cancelled' : 'cancelling'}`)}
              </StatusWord>
            ),
          },
          { term: t('staff.reason'), value: t(`staff.reasons.${cancellation.reason}`) },
          { term: t('staff.note'), value: cancellation.note },
          { term: t('staff.by'), value: cancellation.requestedBy },
          { term: t('staff.at'), value: <InstantText at={cancellation.requestedAt} zone={zone} /> },
          { term: t('staff.until'), value: <InstantText at={cancellation.answerUntil} zone={zone} /> },
        ].filter(({ value }) => value !== null)}
      />
    </>
  );
}
