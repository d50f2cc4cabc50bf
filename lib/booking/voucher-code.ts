/** A voucher's code as it is stored: capitals and digits only. Null for what cannot be one. Blanks and dashes are for people. */
export function normaliseVoucherCode(typed: string): string | null {
  if (typed.length > 100) return null;
  const code = typed
    .normalize('NFKC')
    .replace(/[\s‐-―-]/gu, '')
    .toUpperCase();
  return /^[0-9A-Z]{6,24}$/.test(code) ? code : null;
}

/** A code for people to read: a drawn one in groups of four, "7KQ4-M2XD-9AHR", one that somebody thought of as it is. */
export function formatVoucherCode(code: string): string {
  return code.length === 12 ? `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}` : code;
}
