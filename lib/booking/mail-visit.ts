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
export function orderUrl(order: OrderView, locale: Locale): string {
  const token = orderLinkToken(orderLinkSecret(), order.id, order.linkVersion);
  return new URL(paths.order(locale, token), process.env.APP_URL ?? 'http://localhost').href;
}

/** What a mail with tickets says of the visit: when, where, who, what to bring, and the way to the order's page. */
export function visitBlocks(order: OrderView, museum: Museum, locale: Locale, beThereMinutes: number): MailBlock[] {
  const t = translator(locale, 'mail');
  const common = translator(locale, 'common');
  const address = localized(museum.addresses, locale);
  const meet = localized(order.product.meetingPoints, locale);
  const total = formatMoney({ amountMinor: order.totalMinor, currency: order.currency }, locale);
  const documents = order.lines.flatMap((line) => {
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
          value: order.lines
            .map((line) => t('visit.line', { quantity: line.quantity, type: localized(line.ticketType.names, locale) }))
            .join('\n'),
        },
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
