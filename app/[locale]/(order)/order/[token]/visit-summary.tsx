import { Money } from '#app/_ui/money.tsx';
import { SummaryList, type SummaryRow } from '#app/_ui/summary-list.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { savedOf } from '#lib/booking/reprice-lines.ts';
import { beThereTime } from '#lib/booking/ticket-documents.ts';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** What is being booked, in the order in which one asks: what, when, where, who, how much. */
export function VisitSummary(props: {
  order: OrderView;
  museum: Museum;
  locale: Locale;
  beThereMinutes: number;
  changeTickets?: string;
  withCode?: boolean;
}) {
  const { order, museum, locale } = props;
  const t = translator(locale, 'order');
  const common = translator(locale, 'common');
  const vouchers = translator(locale, 'vouchers');
  const saved = order.lines.reduce((sum, line) => sum + savedOf(line), 0);
  const code = order.voucher ? formatVoucherCode(order.voucher.code) : '';
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency }, locale);
  const rows: SummaryRow[] = [
    { term: t('summary.visit'), value: localized(order.product.names, locale) },
    {
      term: t('summary.date'),
      value: <time dateTime={order.timeslot.visitDate}>{formatLongDate(order.timeslot.visitDate, locale)}</time>,
    },
    { term: t('summary.time'), value: <time dateTime={order.timeslot.startTime}>{order.timeslot.startTime}</time> },
    { term: t('summary.beThere'), value: <time>{beThereTime(order, museum, props.beThereMinutes)}</time> },
    { term: t('summary.meet'), value: localized(order.product.meetingPoints, locale) },
    ...(order.timeslot.language
      ? [{ term: t('summary.language'), value: common(`languages.${order.timeslot.language}`) }]
      : []),
    {
      term: t('summary.tickets'),
      value: (
        <ul>
          {order.lines.map((line) => (
            <li key={line.id}>
              <span className="num">{line.quantity}</span> × {localized(line.ticketType.names, locale)}
            </li>
          ))}
        </ul>
      ),
      action: props.changeTickets ? (
        <a href={props.changeTickets}>
          {t('summary.change')}
          <span className="vh"> {t('summary.tickets')}</span>
        </a>
      ) : undefined,
    },
    ...(order.voucher || saved > 0
      ? [
          {
            term: vouchers('code.summary'),
            value: saved > 0 ? vouchers(code ? 'code.summaryValue' : 'code.saves', { code, sum: money(saved) }) : code,
          },
        ]
      : []),
    ...(order.donationMinor > 0 ? [{ term: t('summary.donation'), value: money(order.donationMinor) }] : []),
    {
      term: t('summary.total'),
      value: <Money amountMinor={order.totalMinor} currency={order.currency} locale={locale} free={common('free')} />,
      isStrong: true,
    },
    ...(order.accessNeeds ? [{ term: t('summary.needs'), value: order.accessNeeds }] : []),
    ...(props.withCode ? [{ term: t('summary.code'), value: <span className="num">{order.code}</span> }] : []),
  ];
  return <SummaryList rows={rows} />;
}
