import type { Db } from '#db/client.ts';
import { listAvailability } from '#lib/capacity/queries.ts';
import { listProducts, type Product } from '#lib/catalog/queries.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';

/** One public guided tour that is still to come. */
export type ComingTour = {
  timeslotId: string;
  product: Product;
  visitDate: string;
  startsAt: Date;
  endsAt: Date;
  language: Locale | null;
  isFull: boolean;
};

const mostTours = 500;

/** The public guided tours that may be booked from today on, in order of time; `productId` keeps to one product. At most 500. */
export async function listTours(
  db: Db,
  params: { now: Date; zone: string; productId?: string },
): Promise<ComingTour[]> {
  const today = dateAt(params.now, params.zone);
  const guided = (await listProducts(db)).filter(
    (product) =>
      product.isSoldOnline && product.isGuided && (params.productId === undefined || product.id === params.productId),
  );
  const tours = await Promise.all(
    guided.map(async (product) => {
      const untilDate = addDays(today, product.horizonDays);
      const times = await listAvailability(db, { productId: product.id, fromDate: today, untilDate, lane: 'public' });
      return times.map((time): ComingTour => ({ ...time, product, isFull: time.free === 0 }));
    }),
  );
  return tours
    .flat()
    .filter(({ startsAt }) => startsAt > params.now)
    .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
    .slice(0, mostTours);
}
