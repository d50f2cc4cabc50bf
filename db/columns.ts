import { char, customType, integer, timestamp } from 'drizzle-orm/pg-core';

/** An instant. Always with its zone, always as a Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** Whole minor units of the row's currency. */
export const amountMinor = (name: string) => integer(name);
/** ISO 4217, upper case. */
export const currency = (name = 'currency') => char(name, { length: 3 });
/** Raw bytes: hashes of secrets. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
