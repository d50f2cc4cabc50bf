/**
 * The steps of folding, said once for this file and for its twin in SQL (`folded-name.ts`), in the order in which they are taken.
 * Letters that mean one plain letter: Azerbaijani Latin, Russian, and the Cyrillic that Azerbaijani was once written in.
 */
const plainLetters: Record<string, string> = {
  ...{ ə: 'e', ı: 'i', ø: 'o', ł: 'l', đ: 'd' },
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'j', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm' },
  ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'x', ч: 'c', ш: 's', щ: 's', ы: 'i', э: 'e' },
  ...{ ғ: 'g', ә: 'e', ҝ: 'g', ө: 'o', ү: 'u', һ: 'h', ҹ: 'c', ј: 'y' },
};

/** Both I and İ are i, whichever language they stand in. */
export const oneLetter: Record<string, string> = {
  ...plainLetters,
  ...Object.fromEntries(Object.entries(plainLetters).map(([from, to]) => [from.toUpperCase(), to])),
  I: 'i',
  İ: 'i',
};

/** Letters that mean two, and signs without a sound. */
export const otherLetters: readonly [string, string][] = [
  ...pairs({ я: 'ya', ю: 'yu', ц: 'ts', ъ: '', ь: '' }),
  ['ß', 'ss'],
];

/** What is left of an accent once it is taken apart from its letter. */
export const marks = '[\\u0300-\\u036f]';

/** One sound in two letters, as those write it who follow English. */
export const twoLetters: readonly [string, string][] = [
  ['sch', 's'],
  ['sh', 's'],
  ['ch', 'c'],
  ['kh', 'x'],
  ['gh', 'g'],
  ['zh', 'j'],
];

/** Blanks, punctuation and pictures, which part words. Spelt out, for what a letter is depends on a database's locale. */
export const betweenWords =
  '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u2190-\\u2bff\\u3000-\\u303f\\ufe00-\\ufe0f]+';

/**
 * A name as it is compared and searched, so that Əliyeva and Eliyeva, Şahin and Shahin, Чингиз and Çingiz meet: lower case, no
 * accents, Cyrillic in Latin letters, words parted by one blank (requirements 7.1).
 */
export function foldName(name: string): string {
  let folded = [...name.normalize('NFC')].map((letter) => oneLetter[letter] ?? letter).join('');
  for (const [from, to] of otherLetters) folded = folded.replaceAll(from, to);
  folded = folded.normalize('NFKD').replace(new RegExp(marks, 'g'), '').toLowerCase();
  for (const [from, to] of twoLetters) folded = folded.replaceAll(from, to);
  return folded.replace(new RegExp(betweenWords, 'g'), ' ').trim();
}

/** Sounds that are written in many ways, as patterns, each with the one letter it becomes in loose folding. */
export const looseLetters: readonly [string, string][] = [
  ['iy|yi|y', 'i'],
  ['[ae]', 'a'],
  ['[kqg]', 'k'],
  ['x', 'h'],
];

/** A letter more than once in a row. */
export const doubled = '(.)\\1+';

/** Coarser: also Aliyev, Алиев and Əliyev, Шахин and Şahin. For when the plain folding finds nobody. */
export function foldNameLoosely(name: string): string {
  let folded = foldName(name);
  for (const [letters, letter] of looseLetters) folded = folded.replace(new RegExp(letters, 'g'), letter);
  return folded.replace(new RegExp(doubled, 'g'), '$1');
}

/** True when every word of the query begins a word of the name; both folded alike. */
export function nameMatches(foldedName: string, foldedQuery: string): boolean {
  if (!foldedQuery) return false;
  const words = foldedName.split(' ');
  return foldedQuery.split(' ').every((part) => words.some((word) => word.startsWith(part)));
}

function pairs(letters: Record<string, string>): [string, string][] {
  return Object.entries(letters).flatMap(([from, to]): [string, string][] => [
    [from, to],
    [from.toUpperCase(), to],
  ]);
}
