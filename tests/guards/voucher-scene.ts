import { Breach } from './guard.ts';
import type { Scene } from './scene.ts';

/** A voucher, of values as SQL writes them. */
export function vouchers(changes: Record<string, string>): string {
  const values: Record<string, string> = {
    code: "'HALF26'",
    label: "'Half'",
    effect: "'per_cent_off'",
    effect_value: '50',
    max_uses: '1',
    valid_from: "now() - interval '1 day'",
    valid_until: "now() + interval '1 day'",
    ...changes,
  };
  return `insert into voucher (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
}

/** Half price, once. */
export const half = (changes: Record<string, string> = {}) => vouchers(changes);

export const take = (s: Scene, order = s.held.order, code = 'HALF26') =>
  `select take_voucher('${order}', (select id from voucher where code = '${code}'))`;

/** So many uses must be counted, and the held order's use must stand so. */
export async function useIs(s: Scene, uses: number, state: string): Promise<void> {
  const { rows } = await s.owner(`
    select v.uses, u.state from voucher v join voucher_use u on u.voucher_id = v.id where u.order_id = '${s.held.order}'`);
  if (rows[0]?.uses !== uses || rows[0]?.state !== state)
    throw new Breach(`counted otherwise: ${JSON.stringify(rows)}`);
}
