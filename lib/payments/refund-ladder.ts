/** Until so many hours before the start, so much of the price (in thousandths) goes back. */
export type LadderStep = { untilHours: number; sharePerMille: number };

/** The settings that stand in for a product's own ladder. */
export type LadderSettings = {
  refund_full_until_hours: number;
  refund_part_until_hours: number;
  refund_part_per_mille: number;
};

/** The museum's general ladder (5.3): all until so many hours before, then a part, then nothing. */
export function defaultLadder(settings: LadderSettings): LadderStep[] {
  return [
    { untilHours: settings.refund_full_until_hours, sharePerMille: 1000 },
    { untilHours: settings.refund_part_until_hours, sharePerMille: settings.refund_part_per_mille },
  ];
}

/**
 * The share of the price, in thousandths, that goes back to whoever cancels `hoursLeft` before the start: the step with the
 * most hours that are still left. After the last step, and after the start, nothing.
 */
export function ladderShare(steps: readonly LadderStep[], hoursLeft: number): number {
  const reached = steps.filter((step) => hoursLeft >= step.untilHours && hoursLeft > 0);
  const best = reached.reduce<LadderStep | null>(
    (most, step) => (most === null || step.untilHours > most.untilHours ? step : most),
    null,
  );
  return best?.sharePerMille ?? 0;
}

/** A share of a price in minor units, rounded half up once. */
export function shareOfMinor(priceMinor: number, sharePerMille: number): number {
  return Math.floor((priceMinor * sharePerMille + 500) / 1000);
}
