import type { Museum } from '#lib/catalog/queries.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, type LocalizedText, locales, localized } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { formatDate, formatLongDate, offsetTimeAt } from '#lib/platform/time.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import type { PassField, PassText, WalletPass } from '#lib/tickets/wallet-pass.ts';
import type { OrderView } from './order-view.ts';
import { beThereTime, ticketQrText } from './ticket-documents.ts';

/** A ticket of an order as a wallet keeps it, in all languages: what its page says, with the same code (4.4). Revoked: voided. */
export async function walletPassOf(
  order: OrderView,
  museum: Museum,
  ticket: OrderView['tickets'][number],
  options: { beThereMinutes: number; isTest: boolean },
): Promise<WalletPass> {
  const line = required(
    order.lines.find(({ id }) => id === ticket.orderLineId),
    'the ticket’s line',
  );
  const { visitDate, startTime, startsAt, endsAt, language } = order.timeslot;
  const arrive = beThereTime(order, museum, options.beThereMinutes);
  const texts = (names: LocalizedText | null) => each((_t, locale) => localized(names, locale) || '–');
  const shortCode = formatShortCode(ticket.shortCode);
  const field = (key: string, label: string, value: PassText): PassField => ({
    key,
    label: each((t) => t(label)),
    value,
  });
  return {
    ticketId: ticket.id,
    orderId: order.id,
    timeslotId: order.timeslot.id,
    locale: order.locale,
    qrText: await ticketQrText(order, museum, ticket),
    shortCode,
    museumName: texts(museum.names),
    description: each((t, locale) =>
      t('passDescription', {
        product: localized(order.product.names, locale),
        date: formatDate(visitDate),
        time: startTime,
      }),
    ),
    productName: texts(order.product.names),
    ticketType: texts(line.ticketType.names),
    holderName: ticket.holderName,
    startsAt,
    endsAt,
    startsAtLocal: offsetTimeAt(startsAt, museum.timeZone),
    endsAtLocal: offsetTimeAt(endsAt, museum.timeZone),
    isVoided: ticket.state === 'revoked',
    time: field(
      'time',
      'start',
      each(() => startTime),
    ),
    rows: [
      [
        field(
          'date',
          'passDay',
          each((_t, locale) => formatLongDate(visitDate, locale)),
        ),
        field(
          'arrive',
          'passArrive',
          each(() => arrive),
        ),
      ],
      [
        field('type', 'type', texts(line.ticketType.names)),
        ...(ticket.partySize > 1
          ? [
              field(
                'party',
                'party',
                each((t) => t('people', { count: ticket.partySize })),
              ),
            ]
          : []),
        ...(language
          ? [
              field(
                'language',
                'language',
                each((_t, locale) => translator(locale, 'common')(`languages.${language}`)),
              ),
            ]
          : []),
      ],
    ],
    back: [
      ...(options.isTest
        ? [
            field(
              'test',
              'testTicket',
              each((_t, locale) => translator(locale, 'common')('demonstration')),
            ),
          ]
        : []),
      field(
        'meet',
        'meet',
        each((_t, locale) =>
          [localized(order.product.meetingPoints, locale), localized(museum.addresses, locale)]
            .filter(Boolean)
            .join('\n'),
        ),
      ),
      ...(localized(line.ticketType.documents, order.locale)
        ? [field('documents', 'documents', texts(line.ticketType.documents))]
        : []),
      field(
        'identity',
        'identityHeading',
        each((t) => t('identity')),
      ),
      ...(localized(order.product.advisories, order.locale)
        ? [field('advisory', 'advisoryHeading', texts(order.product.advisories))]
        : []),
      field(
        'late',
        'lateHeading',
        each((t) => t('late')),
      ),
      field(
        'code',
        'code',
        each(() => shortCode),
      ),
      field(
        'order',
        'order',
        each(() => order.code),
      ),
    ],
  };
}

function each(write: (t: Translator, locale: Locale) => string): PassText {
  return Object.fromEntries(locales.map((locale) => [locale, write(translator(locale, 'ticket'), locale)])) as PassText;
}
