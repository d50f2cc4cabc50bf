import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import type { OrderCancellation } from '#lib/booking/find-order-cancellation.ts';
import { type OtherTimes, otherTimesDays } from '#lib/booking/list-other-times.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { OtherTimesRail } from './other-times-rail.tsx';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';

const knownRefusals = ['full', 'not_on_sale', 'no_offer', 'disputed', 'already_used'];

/** The museum has cancelled the time: on one page another time or the money, until when, and what happens by itself. */
export function SlotCancelled(props: OrderFacts & { cancellation: OrderCancellation; others: OtherTimes | null }) {
  const { order, token, locale, museum, cancellation, others, told } = props;
  const t = translator(locale, 'cancellation');
  const because = t(`because.${cancellation.reason}`);
  const amount = formatMoney({ amountMinor: cancellation.dueMinor, currency: order.currency }, locale);
  const isFree = cancellation.dueMinor === 0;
  const deadline = {
    date: formatLongDate(dateAt(cancellation.answerUntil, museum.timeZone), locale, { weekday: false }),
    time: wallTimeAt(cancellation.answerUntil, museum.timeZone),
    amount,
  };
  return (
    <>
      {told?.startsWith('move_') ? (
        <Notice kind="refused" live>
          {t(`visitor.refused.${knownRefusals.find((code) => told === `move_${code}`) ?? 'other'}`)}
        </Notice>
      ) : null}
      {others ? (
        <>
          <StepHeading title={t('visitor.title')} lead={t(isFree ? 'visitor.leadFree' : 'visitor.lead', { because })} />
          <Notice kind="warn">
            <p>{t(isFree ? 'visitor.untilFree' : 'visitor.until', deadline)}</p>
            {/* The times fill more than one screen of a telephone. */}
            {others.times.length > 0 ? (
              <p>
                <a href="#money">{t(isFree ? 'visitor.nothing' : 'visitor.money')}</a>
              </p>
            ) : null}
          </Notice>
          <section aria-labelledby="times" className="after stack">
            <h2 id="times">{t('visitor.otherTimes')}</h2>
            {others.times.length > 0 ? (
              <>
                <p>{t('visitor.otherTimesLead', { people: others.people })}</p>
                <form className="stack" method="post" action={paths.orderStep(locale, token, 'move')}>
                  <OtherTimesRail times={others.times} booked={order.timeslot.visitDate} locale={locale} />
                </form>
              </>
            ) : (
              <p>{t('visitor.noTimes', { people: others.people, days: otherTimesDays })}</p>
            )}
          </section>
          <section aria-labelledby="money" className="after stack">
            <h2 id="money">{t(isFree ? 'visitor.nothing' : 'visitor.money')}</h2>
            <p>{t(isFree ? 'visitor.nothingText' : 'visitor.moneyText', { amount, way: wayBack(order.payments) })}</p>
            <form method="post" action={paths.orderStep(locale, token, 'take-back')}>
              <Button look="quiet">{t(isFree ? 'visitor.nothingDo' : 'visitor.moneyDo', { amount })}</Button>
            </form>
          </section>
        </>
      ) : (
        <StepHeading title={t('visitor.soonTitle')} lead={t(`visitor.${textOf(props)}`, { because })} />
      )}
      <section aria-labelledby="summary" className="after stack">
        <h2 id="summary">{translator(locale, 'order')('summary.title')}</h2>
        <VisitSummary order={order} museum={museum} locale={locale} beThereMinutes={props.beThereMinutes} withCode />
      </section>
    </>
  );
}

/** Where there is nothing to choose: not paid, not looked at yet, or in the hands of a person. */
function textOf({ order, cancellation }: { order: OrderFacts['order']; cancellation: OrderCancellation }): string {
  if (order.state === 'awaiting_payment' || order.state === 'expiring') return 'payingText';
  if (order.state === 'held' || order.state === 'expired' || order.tickets.length === 0) return 'unpaidText';
  return cancellation.state === 'needs_person' || order.state === 'disputed' ? 'personText' : 'soonText';
}
