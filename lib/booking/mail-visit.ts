import type { Museum } from '#lib/catalog/queries.ts';
import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import type { OrderView } from './order-view.ts';
import { beThereTime } from './ticket-documents.ts';

/** The order's page behind its secret link, as a full address. */
export function orderUrl(order: Pick<OrderView, 'id' | 'linkVersion'>, locale: Locale): string {
  const token = orderLinkToken(orderLinkSecret(), order.id, order.linkVersion);
  return new URL(paths.order(locale, token), process.env.APP_URL ?? 'http://localhost').href;
}

/** What mail programs show beside the subject of a mail with tickets: when to be where. */
export function visitPreheader(order: OrderView, museum: Museum, locale: Locale, beThereMinutes: number): string {
  const t = translator(locale, 'mail');
  const meet = localized(order.product.meetingPoints, locale) || localized(museum.addresses, locale);
  return `${t('visit.beThere', { time: beThereTime(order, museum, beThereMinutes) })}. ${t('visit.meet')}: ${meet}`;
}

/** Who comes: once there are tickets, those that still admit. */
function peopleOf(order: OrderView): Pick<OrderView['lines'][number], 'quantity' | 'ticketType'>[] {
  if (order.tickets.length === 0) return order.lines;
  return order.lines.flatMap((line) => {
    const live = order.tickets.filter((ticket) => ticket.orderLineId === line.id && ticket.state !== 'revoked');
    const quantity = live.reduce((sum, ticket) => sum + ticket.partySize, 0);
    return quantity > 0 ? [{ quantity, ticketType: line.ticketType }] : [];
  });
}

/** What a mail with tickets says of the visit: when, where, who, what to bring, and the way to the order's page. */
export function visitBlocks(order: OrderView, museum: Museum, locale: Locale, beThereMinutes: number): MailBlock[] {
  const t = translator(locale, 'mail');
  const common = translator(locale, 'common');
  const address = localized(museum.addresses, locale);
  const meet = localized(order.product.meetingPoints, locale);
  const total = formatMoney({ amountMinor: order.totalMinor, currency: order.currency }, locale);
  const lines = peopleOf(order);
  const documents = lines.flatMap((line) => {
    const document = localized(line.ticketType.documents, locale);
    return document ? [t('bring.document', { type: localized(line.ticketType.names, locale), document })] : [];
  });
  const advisory = localized(order.product.advisories, locale);
  return [
    {
      kind: 'time',
      label: `${localized(order.product.names, locale)}, ${formatLongDate(order.timeslot.visitDate, locale)}`,
      time: order.timeslot.startTime,
      note: t('visit.beThere', { time: beThereTime(order, museum, beThereMinutes) }),
    },
    {
      kind: 'facts',
      facts: [
        { label: t('visit.meet'), value: meet ? `${meet}\n${address}` : address },
        ...(order.timeslot.language
          ? [{ label: t('visit.language'), value: common(`languages.${order.timeslot.language}`) }]
          : []),
        {
          label: t('visit.tickets'),
          value: lines
            .map((line) => t('visit.line', { quantity: line.quantity, type: localized(line.ticketType.names, locale) }))
            .join('\n'),
        },
        ...(order.accessNeeds ? [{ label: t('visit.needs'), value: order.accessNeeds }] : []),
        ...(order.donationMinor > 0
          ? [
              {
                label: t('visit.donation'),
                value: formatMoney({ amountMinor: order.donationMinor, currency: order.currency }, locale),
              },
            ]
          : []),
        { label: t('visit.paid'), value: order.totalMinor === 0 ? t('visit.nothing') : total },
        { label: t('visit.code'), value: order.code },
      ],
    },
    { kind: 'link', text: t('visit.open'), url: orderUrl(order, locale) },
    { kind: 'small', text: t('visit.keep') },
    { kind: 'list', heading: t('bring.title'), items: [t('bring.identity'), ...documents] },
    ...(advisory ? [{ kind: 'list' as const, heading: t('advisory.title'), items: [advisory] }] : []),
    { kind: 'list', heading: t('late.title'), items: [t('late.text')] },
  ];
}
