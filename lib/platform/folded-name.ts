import { type SQL, sql } from 'drizzle-orm';
import { betweenWords, doubled, looseLetters, marks, oneLetter, otherLetters, twoLetters } from './fold-name.ts';

const from = Object.keys(oneLetter).join('');
const to = Object.values(oneLetter).join('');

/** `foldName`, said in SQL of a text column: both give the same of the same name. */
export function foldedName(column: SQL): SQL {
  let folded = sql`translate(normalize(${column}, NFC), ${from}, ${to})`;
  for (const [letter, letters] of otherLetters) folded = sql`replace(${folded}, ${letter}, ${letters})`;
  folded = sql`lower(regexp_replace(normalize(${folded}, NFKD), ${marks}, '', 'g'))`;
  for (const [letters, letter] of twoLetters) folded = sql`replace(${folded}, ${letters}, ${letter})`;
  return sql`btrim(regexp_replace(${folded}, ${betweenWords}, ' ', 'g'))`;
}

/** `foldNameLoosely`, said in SQL of a text column. */
export function foldedNameLoosely(column: SQL): SQL {
  let folded = foldedName(column);
  for (const [letters, letter] of looseLetters) {
    folded = sql`regexp_replace(${folded}, ${letters}, ${letter}, 'g')`;
  }
  return sql`regexp_replace(${folded}, ${doubled}, '\\1', 'g')`;
}
