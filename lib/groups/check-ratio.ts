/** How many pupils one adult may look after, by the age of the youngest (requirements 6.4). */
export type RatioRules = { ratio_until_10: number; ratio_until_15: number; ratio_until_18: number };

export type CheckRatio =
  | { ok: true; needed: number }
  | { ok: false; code: 'too_few_adults'; needed: number; pupilsPerAdult: number }
  | { ok: false; code: 'more_adults_than_pupils' };

/** Pupils for whom one adult is enough: that of the youngest who comes; whoever is grown up needs nobody. */
export function pupilsPerAdult(youngest: number | null, rules: RatioRules): number {
  const age = youngest ?? 14;
  if (age <= 10) return rules.ratio_until_10;
  if (age <= 15) return rules.ratio_until_15;
  return rules.ratio_until_18;
}

/**
 * Whether a party of pupils has the adults it needs. Teachers and parents count, aides do not: they are for one child. Grown-up
 * groups need none. Refused with the number that is needed, and where there are more adults than pupils: that is a group of
 * another kind. Requirements 6.4.
 */
export function checkRatio(
  party: { pupils: number; adults: number; youngest: number | null },
  rules: RatioRules,
): CheckRatio {
  if (party.youngest !== null && party.youngest >= 18) return { ok: true, needed: 0 };
  const ratio = pupilsPerAdult(party.youngest, rules);
  const needed = Math.max(1, Math.ceil(party.pupils / ratio));
  if (party.adults < needed) return { ok: false, code: 'too_few_adults', needed, pupilsPerAdult: ratio };
  if (party.adults > party.pupils) return { ok: false, code: 'more_adults_than_pupils' };
  return { ok: true, needed };
}
