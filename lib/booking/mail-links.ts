import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { formatDate, formatLongDate } from '#lib/platform/time.ts';
import type { ComingOrder } from './list-coming-orders.ts';
import type { MailPart } from './mail-refund.ts';
import { orderUrl } from './mail-visit.ts';

/** The coming orders of an address, the soonest first, each with the link that opens its tickets (3.3). */
export function linksMail(orders: readonly ComingOrder[], locale: Locale, hasMore: boolean): MailPart {
  const t = translator(locale, 'mail');
  const first = required(orders[0], 'an order to list');
  return {
    subject: t('links.subject', { date: formatDate(first.visitDate), time: first.startTime }),
    blocks: [
      { kind: 'title', text: t('links.title') },
      { kind: 'text', text: t('links.lead') },
      ...orders.flatMap((order): MailBlock[] => [
        {
          kind: 'text',
          text: t('links.booking', {
            product: localized(order.productNames, locale),
            date: formatLongDate(order.visitDate, locale),
            time: order.startTime,
            people: order.people,
            code: order.code,
          }),
        },
        { kind: 'link', text: t('links.open', { code: order.code }), url: orderUrl(order, order.locale) },
      ]),
      ...(hasMore ? [{ kind: 'text' as const, text: t('links.more') }] : []),
      { kind: 'small', text: translator(locale, 'mail')('visit.keep') },
      { kind: 'small', text: t('links.ignore') },
    ],
  };
}
