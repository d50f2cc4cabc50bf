import { foldName } from '#lib/platform/fold-name.ts';
import { type ColumnKind, columnOfHead, roleOfWord } from './list-words.ts';
import type { ListField, NameRole } from './values.ts';

export type ListPerson = { name: string; role: NameRole; birthYear: number | null; document: string | null };
export type ListFault =
  | { line: number; code: 'name_missing' | 'name_malformed' | 'birth_year_missing' | 'birth_year_malformed' }
  | { line: number; code: 'document_missing' | 'document_malformed' }
  | { line: number; code: 'duplicate'; of: number }
  | { line: number; code: 'column_missing'; field: ListField }
  | { line: number; code: 'too_many_rows'; rows: number; most: number };
export type ListNote = { code: 'column_not_needed'; column: string };
export type JudgedList =
  | { ok: true; people: ListPerson[]; notes: ListNote[] }
  | { ok: false; faults: ListFault[]; notes: ListNote[] };

/** No party is larger (group_visit_party). */
export const mostNames = 500;

/**
 * What a handed-in list says, line by line: who comes, or everything that is wrong. Takes the columns by their heads in
 * any of our languages, or by what stands in them where there is no head. Only the fields that the policy names are taken; a
 * column that it does not is named, and forgotten. Pure. `thisYear` bounds the years of birth.
 */
export function judgeList(
  rows: readonly (readonly string[])[],
  { fields, thisYear }: { fields: readonly ListField[]; thisYear: number },
): JudgedList {
  const cells = rows.map((row) => row.map(tidy));
  const first = cells.findIndex((row) => row.some(Boolean));
  if (first < 0) return { ok: false, faults: [{ line: 1, code: 'name_missing' }], notes: [] };
  const head = readHead(cells[first] ?? []);
  const begin = head ? first + 1 : first;
  const filled = cells.slice(begin).filter((row) => row.some(Boolean)).length;
  if (filled > mostNames)
    return {
      ok: false,
      faults: [{ line: begin + 1, code: 'too_many_rows', rows: filled, most: mostNames }],
      notes: [],
    };
  const notes: ListNote[] = (head ?? []).flatMap(({ kind, text }) =>
    kind === 'unknown' || (isField(kind) && !fields.includes(kind))
      ? [{ code: 'column_not_needed', column: text }]
      : [],
  );
  const missing = head
    ? fields.filter((field) => !head.some(({ kind }) => kind === field || isPartOf(kind, field)))
    : [];
  if (missing.length)
    return { ok: false, faults: missing.map((field) => ({ line: first + 1, code: 'column_missing', field })), notes };
  const people: ListPerson[] = [];
  const faults: ListFault[] = [];
  const seen = new Map<string, number>();
  for (const [index, row] of cells.entries()) {
    if (index < begin || !row.some(Boolean)) continue;
    const line = index + 1;
    const found = head ? byHead(row, head) : byContent(row, fields);
    const person = judgePerson(found, { fields, thisYear, line });
    if (Array.isArray(person)) {
      faults.push(...person);
      continue;
    }
    const key = keyOfPerson(person);
    const of = seen.get(key);
    if (of === undefined) seen.set(key, line);
    else faults.push({ line, code: 'duplicate', of });
    people.push(person);
  }
  if (people.length === 0 && faults.length === 0) faults.push({ line: begin + 1, code: 'name_missing' });
  return faults.length ? { ok: false, faults, notes } : { ok: true, people, notes };
}

/** The same person, however the name is written. */
export const keyOfPerson = (person: Pick<ListPerson, 'name' | 'birthYear' | 'document'>): string =>
  `${foldName(person.name)}|${person.birthYear ?? ''}|${foldName(person.document ?? '')}`;

type Found = { name: string; role: string; birthYear: string; document: string };

const isField = (kind: ColumnKind): kind is ListField => kind === 'birth_year' || kind === 'document';
const isPartOf = (kind: ColumnKind, field: ListField) => field === 'name' && (kind === 'surname' || kind === 'given');

const tidy = (cell: string) =>
  cell
    .replace(/[\p{Cc}\p{Zs}]+/gu, ' ')
    .trim()
    .normalize('NFC');

/** A line of heads names at least the name, and no person is called so. */
function readHead(row: readonly string[]): { kind: ColumnKind; text: string }[] | null {
  const heads = row.map((text) => ({ kind: text ? columnOfHead(text) : ('number' as const), text }));
  return heads.some(({ kind }) => kind === 'name' || kind === 'surname' || kind === 'given') ||
    heads.filter(({ kind }) => kind !== 'unknown' && kind !== 'number').length > 1
    ? heads
    : null;
}

function byHead(row: readonly string[], head: readonly { kind: ColumnKind }[]): Found {
  const of = (kind: ColumnKind) =>
    head.flatMap((one, index) => (one.kind === kind ? [row[index] ?? ''] : [])).filter(Boolean);
  return {
    name: [...of('surname'), ...of('given'), ...of('name')].join(' '),
    role: of('role').join(' '),
    birthYear: of('birth_year').join(' '),
    document: of('document').join(' '),
  };
}

/** Without heads: a number in front is the line's, a year is a year, a role a role; the rest is the name, and the document after it. */
function byContent(row: readonly string[], fields: readonly ListField[]): Found {
  const found: Found = { name: '', role: '', birthYear: '', document: '' };
  const rest = row.filter((cell, index) => cell && !(index === 0 && /^\d{1,3}[.)]?$/.test(cell)));
  for (const [index, cell] of rest.entries()) {
    if (index === 0) found.name = cell.replace(/^\d{1,3}[.)]\s*/, '');
    else if (!found.role && roleOfWord(cell)) found.role = cell;
    else if (fields.includes('birth_year') && !found.birthYear && yearOf(cell) !== null) found.birthYear = cell;
    else if (/\d/.test(cell) || (fields.includes('birth_year') && !found.birthYear && fields.length > 1)) {
      if (fields.includes('document') && !found.document) found.document = cell;
      else found.birthYear ||= cell;
    } else found.name += ` ${cell}`;
  }
  return found;
}

/** The year of "2012", "12.05.2012", "2012-05-12", or of a day as a spreadsheet counts it. */
function yearOf(text: string): number | null {
  const year = /^(?:\d{1,2}[./-]\d{1,2}[./-])?((?:19|20)\d\d)(?:[./-]\d{1,2}[./-]\d{1,2})?(?:\.0+)?\.?$/.exec(
    text,
  )?.[1];
  if (year) return Number(year);
  if (/^[1-6]\d{4}(\.\d+)?$/.test(text))
    return new Date(Date.UTC(1899, 11, 30 + Math.floor(Number(text)))).getUTCFullYear();
  return null;
}

function judgePerson(
  found: Found,
  { fields, thisYear, line }: { fields: readonly ListField[]; thisYear: number; line: number },
): ListPerson | ListFault[] {
  const faults: ListFault[] = [];
  const { name, document } = found;
  if (!name) faults.push({ line, code: 'name_missing' });
  else if (!isName(name)) faults.push({ line, code: 'name_malformed' });
  const birthYear = yearOf(found.birthYear);
  if (fields.includes('birth_year')) {
    if (!found.birthYear) faults.push({ line, code: 'birth_year_missing' });
    else if (birthYear === null || birthYear < 1900 || birthYear > thisYear)
      faults.push({ line, code: 'birth_year_malformed' });
  }
  if (fields.includes('document')) {
    if (!document) faults.push({ line, code: 'document_missing' });
    else if (document.length > 40 || !/^[\p{L}\p{N} ./№-]{3,}$/u.test(document))
      faults.push({ line, code: 'document_malformed' });
  }
  if (faults.length) return faults;
  return {
    name,
    role: roleOfWord(found.role) ?? 'pupil',
    birthYear: fields.includes('birth_year') ? birthYear : null,
    document: fields.includes('document') ? document : null,
  };
}

/** Letters of any script with what stands between them; at least two, and no numbers. */
const isName = (name: string) => name.length <= 200 && /^\p{L}[\p{L}\p{M} .,'’ʼ`()-]*[\p{L}\p{M}.)]$/u.test(name);

/** A list as text that can be mended in the page and sent again: one person a line. */
export const listText = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row
        .map(tidy)
        .join('; ')
        .replace(/[; ]+$/, ''),
    )
    .join('\n');
