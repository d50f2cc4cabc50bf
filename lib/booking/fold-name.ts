import { type SQL, sql } from 'drizzle-orm';

// One sound, one letter: Azerbaijani Latin without its marks, and Cyrillic (Russian and the older Azerbaijani) as Latin.
const letters: Record<string, string> = {
  ...{ ə: 'e', ı: 'i', ö: 'o', ü: 'u', ş: 's', ç: 'c', ğ: 'g', â: 'a', î: 'i', û: 'u' },
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'j', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n' },
  ...{ о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'x', ц: 's', ч: 'c', ш: 's', щ: 's', ы: 'i', э: 'e' },
  ...{ ғ: 'g', ә: 'e', ҝ: 'g', ө: 'o', ү: 'u', һ: 'h', ҹ: 'c', ј: 'y' },
};
const upper = Object.fromEntries(Object.entries(letters).map(([from, to]) => [from.toUpperCase(), to]));
// Both capitals I and İ are i, whichever language they stand in. Signs without a sound go.
const single: Record<string, string> = {
  ...upper,
  ...letters,
  I: 'i',
  İ: 'i',
  ъ: '',
  ь: '',
  Ъ: '',
  Ь: '',
  '\u0307': '',
};
const before: [string, string][] = [
  ['я', 'ya'],
  ['Я', 'ya'],
  ['ю', 'yu'],
  ['Ю', 'yu'],
  ['ё', 'yo'],
  ['Ё', 'yo'],
];
// How the same sounds are written in English transcription.
const after: [string, string][] = [
  ['sh', 's'],
  ['ch', 'c'],
  ['zh', 'j'],
  ['kh', 'x'],
  ['gh', 'g'],
];

/** A name as it is searched: "Şükürov", "Шукуров" and "SHUKUROV" are one. */
export function foldName(name: string): string {
  let folded = name.normalize('NFC');
  for (const [from, to] of before) folded = folded.replaceAll(from, to);
  folded = [...folded]
    .map((letter) => single[letter] ?? letter)
    .join('')
    .toLowerCase();
  for (const [from, to] of after) folded = folded.replaceAll(from, to);
  return folded;
}

const kept = Object.entries(single).filter(([, to]) => to !== '');
const gone = Object.keys(single).filter((from) => single[from] === '');
const from = [...kept.map(([letter]) => letter), ...gone].join('');
const to = kept.map(([, letter]) => letter).join('');

/** The same, said in SQL of a text column. */
export function foldedName(column: SQL): SQL {
  let folded = column;
  for (const [part, replacement] of before) folded = sql`replace(${folded}, ${part}, ${replacement})`;
  folded = sql`lower(translate(${folded}, ${from}, ${to}))`;
  for (const [part, replacement] of after) folded = sql`replace(${folded}, ${part}, ${replacement})`;
  return folded;
}
