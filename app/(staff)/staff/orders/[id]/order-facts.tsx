import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { OrderStateWord } from '#app/(staff)/staff/orders/order-state.tsx';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { ShownOrder } from './shown-order.ts';

/** The order at a glance. */
export function OrderFacts({ t, locale, zone, order }: ShownOrder) {
  const { timeslot, product } = order;
  const none = <span className="soft">{t('order.none')}</span>;
  const people = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const isWaiting = ['held', 'awaiting_payment', 'expiring'].includes(order.state) && order.expiresAt;
  return (
    <SummaryList
      rows={[
        {
          term: t('order.state'),
          value: <OrderStateWord t={t} state={order.state} isRunOut={order.isRunOut} />,
          isStrong: true,
        },
        ...(isWaiting && order.expiresAt
          ? [{ term: t('order.expires'), value: <InstantText at={order.expiresAt} zone={zone} /> }]
          : []),
        { term: t('order.visit'), value: localized(product.names, locale) },
        {
          term: t('order.when'),
          value: (
            <a href={paths.staffToday(timeslot.visitDate)}>
              <time dateTime={timeslot.startsAt.toISOString()}>
                {t('order.whenValue', { date: formatDate(timeslot.visitDate), time: timeslot.startTime })}
              </time>
            </a>
          ),
        },
        { term: t('order.people'), value: people },
        {
          term: t('order.total'),
          value: <Money amountMinor={order.totalMinor} currency={order.currency} locale={locale} />,
        },
        ...(order.voucher
          ? [
              {
                term: t('order.voucher'),
                value: (
                  <a href={paths.staffVouchers({ q: order.voucher.code })}>{formatVoucherCode(order.voucher.code)}</a>
                ),
              },
            ]
          : []),
        { term: t('order.name'), value: order.contactName ?? none },
        { term: t('order.email'), value: order.email ?? none },
        { term: t('order.phone'), value: order.phone ?? none },
        { term: t('order.accessNeeds'), value: order.accessNeeds ?? none },
        { term: t('order.language'), value: t(`nav.languages.${order.locale}`) },
        {
          term: t('order.made'),
          value: (
            <>
              <InstantText at={order.createdAt} zone={zone} />, {t(`channels.${order.channel}`)}
            </>
          ),
        },
      ]}
    />
  );
}
