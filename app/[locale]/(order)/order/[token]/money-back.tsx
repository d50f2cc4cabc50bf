import { Notice } from '#app/_ui/notice.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';

/** What became of the tickets of this order that were taken back: truthfully, money on its way or there, or none. */
export function MoneyBack({ order, locale }: { order: OrderView; locale: Locale }) {
  const t = translator(locale, 'cancellation');
  const count = order.tickets.filter(({ state }) => state === 'revoked').length;
  if (count === 0) return null;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency }, locale);
  const way = wayBack(order.payments);
  const { underWayMinor, returnedMinor } = order.refunds;
  return (
    <Notice>
      {underWayMinor > 0
        ? t('own.moneyUnderWay', { count, way, sum: money(underWayMinor) })
        : returnedMinor > 0
          ? t('own.moneyBack', { count, way, sum: money(returnedMinor) })
          : t('own.moneyNone', { count })}
    </Notice>
  );
}
