import type { Permission } from '#lib/identity/values.ts';
import type { IsoDate } from '#lib/platform/time.ts';

/**
 * What a way to pay over the counter must be able to do: it has no page, somebody of the museum holds the proof in hand. Money
 * that comes so is settled like any other (`settleMoney`), money that goes back so waits until a person has handed it out.
 */
export type CounterWay = {
  /** Who may take money so, and who may say that it was handed back. */
  takes: Permission;
  returns: Permission;
  /** What is typed as the proof of money that comes, and of money that goes. */
  fields: { payment: readonly CounterField[]; refund: readonly CounterField[] };
  /** As which state a refund waits for its person: to be handed out, or on its way at the bank. */
  waits: 'requested' | 'pending';
  /** Reads what was typed; says of each field what is wrong with it. */
  readProof(typed: TypedProof, due: CounterDue): { ok: true; proof: CounterProof } | { ok: false; wrong: WrongFields };
  /** What the ledger calls the movement. `id` is that of our payment or refund. */
  referenceOf(proof: CounterProof, id: string): string;
};

export const counterFields = ['handed', 'terminal', 'slip', 'reference', 'valueDate'] as const;
export type CounterField = (typeof counterFields)[number];
export type TypedProof = Partial<Record<CounterField, string>>;
/** `missing`, `malformed`, `too_little` (cash), `to_come` and `long_ago` (dates). */
export type FieldProblem = 'missing' | 'malformed' | 'too_little' | 'to_come' | 'long_ago';
export type WrongFields = Partial<Record<CounterField, FieldProblem>>;

/** `today` by the museum's calendar. */
export type CounterDue = { kind: 'payment' | 'refund'; amountMinor: number; currency: string; today: IsoDate };

/** What is kept of a proof: a row of `counter_proof`. Amounts in minor units. */
export type CounterProof = {
  handedMinor: number | null;
  terminal: string | null;
  slip: string | null;
  slipDate: IsoDate | null;
  reference: string | null;
  valueDate: IsoDate | null;
};

export const noProof: CounterProof = {
  handedMinor: null,
  terminal: null,
  slip: null,
  slipDate: null,
  reference: null,
  valueDate: null,
};

/** A number off a slip or a bank statement: in capitals, without the blanks people type between. */
export function readCode(text: string | undefined, pattern: RegExp): { code: string } | { problem: FieldProblem } {
  const code = (text ?? '').replace(/\s+/g, '').toUpperCase();
  if (code === '') return { problem: 'missing' };
  return pattern.test(code) ? { code } : { problem: 'malformed' };
}
