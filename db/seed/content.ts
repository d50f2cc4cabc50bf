import type { Tx } from '#db/client.ts';
import { price, product, routeStep, space, ticketType } from '#db/schema/catalog.ts';
import { guideFee, schoolBreak } from '#db/schema/groups.ts';
import { museum, setting } from '#db/schema/platform.ts';
import { closure, dayType, openingHours, scheduleRule } from '#db/schema/schedule.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { closures, dayTypes } from './holidays.ts';
import { weeklyHours } from './hours.ts';
import { demoMuseum } from './museum.ts';
import { listPrices } from './prices.ts';
import { products } from './products.ts';
import { laneOpening, scheduleRules } from './rules.ts';
import { guideFees, schoolBreaks } from './school.ts';
import { spaces } from './spaces.ts';
import { ticketTypes } from './ticket-types.ts';

/** Ids by code, made here so that every table is one statement. */
function idsOf(rows: readonly { code: string }[]): (code: string) => string {
  const ids = new Map(rows.map((row) => [row.code, newId()]));
  return (code) => required(ids.get(code), code);
}

/** Loads the museum, its rooms, products, ticket types, prices, calendar and rules into an empty database. */
export async function loadContent(tx: Tx, today: IsoDate): Promise<void> {
  const spaceId = idsOf(spaces);
  const productId = idsOf(products);
  const typeId = idsOf(ticketTypes);
  await tx.insert(museum).values(demoMuseum);
  await tx.insert(space).values(spaces.map((row) => ({ ...row, id: spaceId(row.code) })));
  await tx.insert(ticketType).values(
    ticketTypes.map(({ companionTo, ...row }, index) => ({
      ...row,
      id: typeId(row.code),
      companionToId: companionTo ? typeId(companionTo) : null,
      position: index + 1,
    })),
  );
  // Alternatives stand after the products that name them: the reference is checked at the end of the statement.
  await tx.insert(product).values(
    products.map(({ route: _route, alternative, variantOf, pupilType, adultType, ...row }) => ({
      ...row,
      id: productId(row.code),
      alternativeProductId: alternative ? productId(alternative) : null,
      variantOfId: variantOf ? productId(variantOf) : null,
      pupilTypeId: pupilType ? typeId(pupilType) : null,
      adultTypeId: adultType ? typeId(adultType) : null,
    })),
  );
  await tx.insert(routeStep).values(
    products.flatMap(({ code, route }) =>
      route.map(([room, startMinute, minutes], index) => ({
        productId: productId(code),
        stepNo: index + 1,
        spaceId: spaceId(room),
        startMinute,
        minutes,
      })),
    ),
  );
  await tx.insert(price).values(
    listPrices(today).map(({ product: productCode, ticketType: typeCode, ...row }) => ({
      ...row,
      productId: productId(productCode),
      ticketTypeId: typeId(typeCode),
      currency: demoMuseum.currency,
    })),
  );
  await tx
    .insert(setting)
    .values({ key: 'lane_opening_hours', validFrom: '2000-01-01', value: laneOpening })
    .onConflictDoNothing();
  await tx.insert(openingHours).values(weeklyHours);
  await tx.insert(closure).values(closures);
  await tx.insert(dayType).values(dayTypes);
  await tx.insert(schoolBreak).values(schoolBreaks(today));
  await tx.insert(guideFee).values(
    guideFees.map(({ product: code, ...row }) => ({
      ...row,
      productId: productId(code),
      currency: demoMuseum.currency,
    })),
  );
  await tx.insert(scheduleRule).values(
    scheduleRules.map(({ product: code, ...row }) => ({
      ...row,
      productId: productId(code),
      validFrom: '2019-05-24',
    })),
  );
}
