import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { Table } from '#app/_ui/table.tsx';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import type { ShownOrder } from './shown-order.ts';

/** What was ordered, with the price at that moment. */
export function OrderLines({ t, locale, order }: ShownOrder) {
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={order.currency} locale={locale} />;
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  return (
    <Table
      caption={t('order.lines')}
      rows={order.lines}
      rowKey={(line) => line.id}
      columns={[
        { ...head('type'), isRowHead: true, cell: (line) => localized(line.ticketType.names, locale) },
        { ...head('quantity'), isNumber: true, cell: (line) => line.quantity },
        {
          ...head('price'),
          isNumber: true,
          cell: (line) => (
            <>
              {line.fullPriceMinor === null ? null : <s className="soft">{money(line.fullPriceMinor)}</s>}{' '}
              {money(line.unitPriceMinor)}
            </>
          ),
        },
        { ...head('sum'), isNumber: true, cell: (line) => money(line.totalMinor) },
      ]}
      foot={{
        type:
          order.donationMinor > 0
            ? t('order.totalWithDonation', {
                sum: formatMoney({ amountMinor: order.donationMinor, currency: order.currency }, locale),
              })
            : t('order.total'),
        sum: money(order.totalMinor),
      }}
    />
  );
}

/** The tickets with who has come on them. */
export function OrderTickets({ t, locale, zone, order, history }: ShownOrder) {
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  const typeOf = (id: string) => order.lines.find((line) => line.ticketType.id === id)?.ticketType.names;
  return (
    <Table
      caption={t('order.tickets')}
      rows={order.tickets}
      rowKey={(ticket) => ticket.id}
      empty={<span className="soft">{t('order.noTickets')}</span>}
      columns={[
        { ...head('code'), isRowHead: true, cell: (ticket) => <code>{formatShortCode(ticket.shortCode)}</code> },
        { ...head('type'), cell: (ticket) => localized(typeOf(ticket.ticketTypeId), locale) },
        { ...head('holder'), cell: (ticket) => ticket.holderName },
        {
          ...head('state'),
          cell: (ticket) => (
            <StatusWord tone={({ valid: 'good', suspended: 'warn', revoked: 'bad' } as const)[ticket.state]}>
              {t(`ticketStates.${ticket.state}`)}
            </StatusWord>
          ),
        },
        {
          ...head('admitted'),
          isNumber: true,
          cell: (ticket) => t('order.admittedOf', { admitted: ticket.admittedPeople, people: ticket.partySize }),
        },
        {
          ...head('at'),
          cell: (ticket) => {
            const last = history.scans.findLast((scan) => scan.ticketId === ticket.id && scan.admittedPeople !== null);
            return last ? (
              <>
                <InstantText at={last.at} zone={zone} /> <span className="soft">{last.station}</span>
              </>
            ) : null;
          },
        },
      ]}
    />
  );
}
