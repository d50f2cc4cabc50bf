import type { DetailsNeeded } from '#lib/booking/input.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';

/** One person whose name is asked for: the ticket's type, and the name that is known already. */
export type VisitorToName = { type: string; name: string };

/** Everybody who comes with an order, in the order of its lines: as the form asks for names, and as they are kept. */
export function visitorsToName(order: Pick<OrderView, 'lines' | 'visitorNames'>, locale: Locale): VisitorToName[] {
  return order.lines.flatMap(({ quantity, ticketType }) =>
    Array.from({ length: quantity }, (_, index) => ({
      type: localized(ticketType.names, locale),
      name:
        order.visitorNames.find((known) => known.ticketTypeId === ticketType.id && known.unitNo === index + 1)?.name ??
        '',
    })),
  );
}

/** What the details of an order must hold. */
export function detailsNeeded(order: Pick<OrderView, 'lines' | 'product'>): DetailsNeeded {
  return {
    hasAdvisory: order.product.advisories !== null,
    namesRequired: order.product.namesRequired,
    people: order.lines.reduce((sum, line) => sum + line.quantity, 0),
  };
}
