import { Button } from '#app/_ui/button.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import type { ChangeWish } from '#lib/booking/plan-change.ts';
import type { ChangeQuote } from '#lib/booking/quote-change.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { fieldsOf } from './change-wish.ts';

/** What a change costs or brings back, and the button that says it; the sum goes along, and another one is refused. */
export function ChangeSum(props: {
  order: OrderView;
  token: string;
  locale: Locale;
  wish: ChangeWish;
  quote: ChangeQuote;
}) {
  const { order, token, locale, wish, quote } = props;
  const t = translator(locale, 'change');
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: quote.currency }, locale);
  const { dueMinor, returnedMinor } = quote;
  const difference =
    dueMinor > 0
      ? t('sum.due', { sum: money(dueMinor) })
      : returnedMinor > 0
        ? t('sum.returned', { sum: money(returnedMinor) })
        : t('sum.none');
  const isPartly = quote.afterMinor < quote.beforeMinor && quote.sharePerMille < 1000;
  const confirm = dueMinor > 0 ? 'confirmPay' : returnedMinor > 0 ? 'confirmBack' : 'confirm';
  const facts = {
    sum: money(Math.max(dueMinor, returnedMinor)),
    date: formatLongDate(quote.to.visitDate, locale, { weekday: false }),
    time: quote.to.startTime,
    count: quote.addedPeople,
  };
  return (
    <section className="after stack" id="sum" aria-labelledby="sum-title">
      <h2 id="sum-title">{t('sum.title')}</h2>
      {wish.kind === 'move' ? (
        <p>{t('open.what.move', { date: formatLongDate(quote.to.visitDate, locale), time: quote.to.startTime })}</p>
      ) : null}
      <SummaryList
        rows={[
          { term: t('sum.now'), value: money(quote.beforeMinor) },
          { term: t('sum.after'), value: money(quote.afterMinor) },
          { term: t('sum.difference'), value: difference, isStrong: true },
        ]}
      />
      {isPartly ? <p>{t('sum.share', { percent: quote.sharePerMille / 10 })}</p> : null}
      {returnedMinor > 0 ? <p>{t('sum.way', { way: wayBack(order.payments) })}</p> : null}
      {dueMinor > 0 ? <p>{t('sum.card')}</p> : null}
      <form method="post" action={paths.orderStep(locale, token, 'change-order')}>
        <input type="hidden" name="kind" value={wish.kind} />
        <input type="hidden" name="expectedMinor" value={dueMinor - returnedMinor} />
        <input type="hidden" name="requestKey" value={newId()} />
        {fieldsOf(wish).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button>{t(`sum.${confirm}.${wish.kind}`, facts)}</Button>
      </form>
    </section>
  );
}
