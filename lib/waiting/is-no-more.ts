import type { WantInput } from './input.ts';

/** True where a changed wish asks for nothing that was not asked for before: such a party keeps its rank. */
export function isNoMore(after: WantInput, before: WantInput): boolean {
  if (after.people > before.people) return false;
  if (
    before.smallestPart === null
      ? after.smallestPart !== null
      : (after.smallestPart ?? after.people) < before.smallestPart
  )
    return false;
  const languages = before.tourLanguages;
  if (languages && !after.tourLanguages?.every((one) => languages.includes(one))) return false;
  return after.wishes.every((wish) =>
    before.wishes.some(
      (old) => old.date === wish.date && old.fromTime <= wish.fromTime && old.untilTime >= wish.untilTime,
    ),
  );
}
