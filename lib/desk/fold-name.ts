// Azerbaijani and Russian letters to the plain Latin ones that people type when they have no other keyboard.
const folded: Record<string, string> = {
  ...{ ə: 'e', ı: 'i', ø: 'o', ß: 'ss', ł: 'l', đ: 'd' },
  ...{
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ё: 'e',
    ж: 'j',
    з: 'z',
    и: 'i',
    й: 'y',
    к: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
  },
  ...{
    о: 'o',
    п: 'p',
    р: 'r',
    с: 's',
    т: 't',
    у: 'u',
    ф: 'f',
    х: 'x',
    ц: 'ts',
    ч: 'c',
    ш: 's',
    щ: 's',
    ъ: '',
    ы: 'i',
    ь: '',
  },
  ...{ э: 'e', ю: 'yu', я: 'ya' },
};

// The same sound written in two letters by those who follow English.
const twoLetters: [RegExp, string][] = [
  [/kh/g, 'x'],
  [/sh|sch/g, 's'],
  [/ch/g, 'c'],
  [/gh/g, 'g'],
  [/zh/g, 'j'],
];

/**
 * A name as it is compared, so that Əliyeva and Eliyeva, Şahin and Shahin, Чингиз and Çingiz meet: lower case, no accents,
 * Cyrillic in Latin letters, only letters and digits, single blanks (requirements 7.1).
 */
export function foldName(name: string): string {
  const lower = name.replaceAll('I', 'ı').replaceAll('İ', 'i').toLowerCase();
  const plain = [...lower.normalize('NFC')]
    .map((letter) => folded[letter] ?? letter.normalize('NFKD').replace(/\p{Mark}/gu, ''))
    .join('');
  return twoLetters
    .reduce((text, [pattern, letter]) => text.replace(pattern, letter), plain)
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** Coarser: also Aliyev, Алиев and Əliyev, Шахин and Şahin. For when the plain folding finds nobody. */
export function foldNameLoosely(name: string): string {
  return foldName(name)
    .replace(/iy|yi|y/g, 'i')
    .replace(/[ae]/g, 'a')
    .replace(/[kqg]/g, 'k')
    .replaceAll('x', 'h')
    .replace(/(.)\1+/g, '$1');
}

/** True when every word of the query begins a word of the name; both folded alike. */
export function nameMatches(foldedName: string, foldedQuery: string): boolean {
  if (!foldedQuery) return false;
  const words = foldedName.split(' ');
  return foldedQuery.split(' ').every((part) => words.some((word) => word.startsWith(part)));
}
