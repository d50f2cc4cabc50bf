import { parseMoney } from '#lib/platform/money.ts';
import { type CounterWay, noProof } from '../counter.ts';

/** Cash: what is handed over is typed, the change is the rest. It goes back at once, from hand to hand. */
export const cash: CounterWay = {
  takes: 'payments.take',
  returns: 'payments.take',
  fields: { payment: ['handed'], refund: [] },
  waits: 'requested',
  readProof(typed, due) {
    if (due.kind === 'refund') return { ok: true, proof: noProof };
    if (!typed.handed?.trim()) return { ok: false, wrong: { handed: 'missing' } };
    const handedMinor = parseMoney(typed.handed, due.currency);
    if (handedMinor === null) return { ok: false, wrong: { handed: 'malformed' } };
    if (handedMinor < due.amountMinor) return { ok: false, wrong: { handed: 'too_little' } };
    return { ok: true, proof: { ...noProof, handedMinor } };
  },
  referenceOf: (_proof, id) => `cash:${id}`,
};
