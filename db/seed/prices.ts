import { addDays, type IsoDate } from '#lib/platform/time.ts';
import { ticketTypes } from './ticket-types.ts';

export type SeedPrice = {
  product: string;
  ticketType: string;
  dayType: 'free_day' | null;
  amountMinor: number;
  validFrom: IsoDate;
  validUntil: IsoDate | null;
};

// In qəpik (demonstration data). Whatever is not named here is free.
const paid: Record<string, Record<string, number>> = {
  'full-route': { 'adult-citizen': 500, 'adult-foreigner': 1000, pupil: 100, student: 200, pensioner: 200 },
  'hall-only': { 'adult-citizen': 300, 'adult-foreigner': 600, pupil: 50, student: 100, pensioner: 100 },
  'public-tour': { 'adult-citizen': 800, 'adult-foreigner': 1300, pupil: 300, student: 400, pensioner: 400 },
  'class-programme': { pupil: 100 },
};
// The full route costs more from the next tariff on, so that a change of prices can be seen.
const nextTariff: Record<string, number> = { 'adult-citizen': 600, 'adult-foreigner': 1200 };

const inClasses = [
  'pupil',
  'teacher-with-class',
  'disabled-person',
  'companion',
  'martyr-family',
  'displaced-person',
  'low-income-family',
  'orphan',
];
const firstTariffDate = '2019-05-24';

/** Every price of every product, with the change of the coming tariff: the first day of a month, at least 30 days after `today`. */
export function listPrices(today: IsoDate): SeedPrice[] {
  const nextDate = firstOfMonthAfter(addDays(today, 30));
  return Object.entries(paid).flatMap(([product, amounts]) =>
    ticketTypes.flatMap(({ code }): SeedPrice[] => {
      const isClass = product === 'class-programme';
      if (isClass && !inClasses.includes(code)) return [];
      const base = { product, ticketType: code, dayType: null, validFrom: firstTariffDate, validUntil: null } as const;
      const free: SeedPrice = { ...base, dayType: 'free_day', amountMinor: 0 };
      if (code === 'open-door-day') return [free];
      const amountMinor = amounts[code] ?? 0;
      const next = product === 'full-route' ? nextTariff[code] : undefined;
      const general: SeedPrice[] =
        next === undefined
          ? [{ ...base, amountMinor }]
          : [
              { ...base, amountMinor, validUntil: addDays(nextDate, -1) },
              { ...base, amountMinor: next, validFrom: nextDate },
            ];
      return amountMinor > 0 && !isClass ? [...general, free] : general;
    }),
  );
}

function firstOfMonthAfter(date: IsoDate): IsoDate {
  let day = addDays(date, 1);
  while (!day.endsWith('-01')) day = addDays(day, 1);
  return day;
}
