/** A payment and what of it has not gone back yet, in minor units. */
export type PaymentLeft = { id: string; left: number };

/**
 * Which payments a sum goes back from: one that covers it alone if there is one, else one after the other, the first first. Takes
 * it off what is left of them; null, and nothing is taken off, when there is not so much.
 */
export function splitRefund(
  amountMinor: number,
  payments: PaymentLeft[],
): { paymentId: string; amountMinor: number }[] | null {
  if (amountMinor === 0) return [];
  const whole = payments.find(({ left }) => left >= amountMinor);
  if (whole) {
    whole.left -= amountMinor;
    return [{ paymentId: whole.id, amountMinor }];
  }
  if (payments.reduce((sum, { left }) => sum + left, 0) < amountMinor) return null;
  let rest = amountMinor;
  const parts: { paymentId: string; amountMinor: number }[] = [];
  for (const payment of payments) {
    const part = Math.min(rest, payment.left);
    if (part <= 0) continue;
    payment.left -= part;
    rest -= part;
    parts.push({ paymentId: payment.id, amountMinor: part });
  }
  return parts;
}
