import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';

/** Codes to try in the demonstration: half the price, a free visit once, and the desk's places of every time. */
export const demoVouchers = [
  { code: 'MUSEUM50', label: 'Sınaq: yarı qiymət', effect: 'per_cent_off', value: 50, lane: null, maxUses: 1000 },
  { code: 'QONAQ100', label: 'Sınaq: pulsuz, bir dəfə', effect: 'per_cent_off', value: 100, lane: null, maxUses: 1 },
  { code: 'MASA2026', label: 'Sınaq: masanın yerləri', effect: null, value: null, lane: 'desk', maxUses: 1000 },
] as const;

/** Makes the demonstration's vouchers, good for a year from the first start. */
export async function loadVouchers(db: Db | Tx): Promise<void> {
  await db.execute(sql`
    insert into voucher (code, label, effect, effect_value, lane, max_uses, valid_from, valid_until)
    select v.code, v.label, v.effect, v.value, v.lane, v."maxUses", now(), now() + interval '1 year'
      from jsonb_to_recordset(${JSON.stringify(demoVouchers)}::jsonb)
        as v(code text, label text, effect text, value integer, lane text, "maxUses" integer)
    on conflict (code) do nothing`);
}
