import { Button } from '#app/_ui/button.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import type { ChangeQuote } from '#lib/booking/quote-change.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { moveTo } from './move-action.ts';

/** What the move costs the visitor or brings back, and the button that says it; the sum goes along, and another one is refused. */
export function MoveSum({ order, locale, quote }: { order: OrderView; locale: Locale; quote: ChangeQuote }) {
  const t = translator(locale, 'change');
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: quote.currency }, locale);
  const { dueMinor, returnedMinor } = quote;
  const sum = money(Math.max(dueMinor, returnedMinor));
  const isPartly = quote.afterMinor < quote.beforeMinor && quote.sharePerMille < 1000;
  const to = { date: formatLongDate(quote.to.visitDate, locale), time: quote.to.startTime };
  const difference = dueMinor > 0 ? 'differenceDue' : 'differenceBack';
  const confirm = dueMinor > 0 ? 'confirmDue' : returnedMinor > 0 ? 'confirmBack' : 'confirmNone';
  return (
    <section className="stack" id="sum" aria-labelledby="sum-title">
      <h2 id="sum-title">{t('staff.confirmTitle')}</h2>
      <p>{t('open.what.move', to)}</p>
      <SummaryList
        rows={[
          { term: t('sum.now'), value: money(quote.beforeMinor) },
          { term: t('sum.after'), value: money(quote.afterMinor) },
          {
            term: t('sum.difference'),
            value: dueMinor + returnedMinor > 0 ? t(`staff.${difference}`, { sum }) : t('sum.none'),
            isStrong: true,
          },
        ]}
      />
      {isPartly ? <p>{t('sum.share', { percent: quote.sharePerMille / 10 })}</p> : null}
      {returnedMinor > 0 ? <p>{t('staff.way', { way: wayBack(order.payments) })}</p> : null}
      {dueMinor > 0 ? <p>{t(order.email ? 'staff.dueHow' : 'staff.dueHowNoEmail')}</p> : null}
      <form action={moveTo}>
        <input type="hidden" name="orderId" value={quote.orderId} />
        <input type="hidden" name="timeslotId" value={quote.toTimeslotId} />
        <input type="hidden" name="expectedMinor" value={dueMinor - returnedMinor} />
        <input type="hidden" name="requestKey" value={newId()} />
        <Button>{t(`staff.${confirm}`, { sum, ...to })}</Button>
      </form>
    </section>
  );
}
