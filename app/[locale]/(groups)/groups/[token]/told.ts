const tolds = {
  sent: 'done',
  booked: 'done',
  moved: 'done',
  changed: 'done',
  accepted: 'done',
  declined: 'done',
  again: 'done',
  resized: 'done',
  same: 'info',
  asked: 'done',
  kept: 'done',
  late: 'done',
  on_time: 'done',
  coming: 'done',
  fewer: 'done',
  letter: 'done',
  cancelled: 'done',
  evaluated: 'done',
  offer_over: 'refused',
  unknown_plan: 'refused',
  no_prices: 'refused',
  no_room: 'refused',
  time_taken: 'refused',
  guide_not_free: 'refused',
  not_on_sale: 'refused',
  too_large: 'refused',
  already_here: 'refused',
  wishes_over: 'refused',
  wrong_state: 'refused',
  minutes_missing: 'refused',
  not_today: 'refused',
  too_early: 'refused',
  people_missing: 'refused',
  too_late: 'refused',
  not_instant: 'refused',
  busy: 'refused',
} as const;

/** What an address says has happened; nothing that is not one of ours. */
export function toldOf(
  told: string | string[] | undefined,
): { code: keyof typeof tolds; kind: (typeof tolds)[keyof typeof tolds] } | null {
  if (typeof told !== 'string' || !Object.hasOwn(tolds, told)) return null;
  const code = told as keyof typeof tolds;
  return { code, kind: tolds[code] };
}
