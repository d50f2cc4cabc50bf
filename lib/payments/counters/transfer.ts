import { addDays, isIsoDate } from '#lib/platform/time.ts';
import { type CounterWay, type FieldProblem, noProof, readCode, type WrongFields } from '../counter.ts';

const oldestDays = 366;

/** A bank transfer that stands on the museum's account, by the bank's reference and its value date. It goes back by the bank. */
export const transfer: CounterWay = {
  takes: 'payments.transfer',
  returns: 'money.change',
  fields: { payment: ['reference', 'valueDate'], refund: ['reference', 'valueDate'] },
  waits: 'pending',
  readProof(typed, due) {
    const reference = readCode(typed.reference, /^[A-Z0-9./-]{3,60}$/);
    const valueDate = (typed.valueDate ?? '').trim();
    const problem = dateProblem(valueDate, due.today);
    if ('code' in reference && !problem)
      return { ok: true, proof: { ...noProof, reference: reference.code, valueDate } };
    const wrong: WrongFields = {};
    if ('problem' in reference) wrong.reference = reference.problem;
    if (problem) wrong.valueDate = problem;
    return { ok: false, wrong };
  },
  referenceOf: (proof) => `transfer:${proof.reference}`,
};

function dateProblem(date: string, today: string): FieldProblem | null {
  if (date === '') return 'missing';
  if (!isIsoDate(date)) return 'malformed';
  if (date > today) return 'to_come';
  return date < addDays(today, -oldestDays) ? 'long_ago' : null;
}
