import type { CheckInCode } from '#lib/tickets/values.ts';

/** The answers that a duty manager may bend, with a reason: they are rules of arrival. What says the ticket is worth nothing is not. */
export const overridableCodes = [
  'too_early',
  'too_late',
  'wrong_day',
  'wrong_product',
  'already_used',
] as const satisfies readonly CheckInCode[];
export type OverridableCode = (typeof overridableCodes)[number];

export function isOverridable(code: CheckInCode): code is OverridableCode {
  return (overridableCodes as readonly string[]).includes(code);
}

/** Scans in one upload, and the bytes of one upload. */
export const scansPerUpload = 10;
export const uploadLimitBytes = 4096;
/** A device whose clock is further off than this is told so (failure 61). */
export const clockOffsetLimitMs = 60_000;
