import type { OrderView } from '#lib/booking/order-view.ts';
import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';

/**
 * What has been filled in before the visitor said who comes, in plain words: nobody should buy a ticket for another residency
 * because a number stood there already (4.1). Nothing where there is no other residency to choose.
 */
export function FirstGuess(props: { order: OrderView; ticketTypes: readonly PricedTicketType[]; locale: Locale }) {
  const { order, ticketTypes, locale } = props;
  const [line] = order.lines;
  const guessed = ticketTypes.find((type) => type.id === line?.ticketType.id);
  const other = ticketTypes.find(
    (type) => type.family === 'main' && type.residency !== 'any' && type.residency !== guessed?.residency,
  );
  if (!line || !guessed || !other || guessed.residency === 'any') return null;
  const price = (type: PricedTicketType) =>
    type.unitPriceMinor === 0
      ? translator(locale, 'common')('free')
      : formatMoney({ amountMinor: type.unitPriceMinor, currency: type.currency }, locale);
  return (
    <p className="soft">
      {translator(locale, 'order')('tickets.guess', {
        count: line.quantity,
        type: localized(guessed.names, locale),
        other: localized(other.names, locale),
        price: price(other),
      })}
    </p>
  );
}
