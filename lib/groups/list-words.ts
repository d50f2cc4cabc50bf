import { foldName } from '#lib/platform/fold-name.ts';
import type { NameRole } from './values.ts';

export type ColumnKind = 'name' | 'surname' | 'given' | 'birth_year' | 'document' | 'role' | 'number' | 'unknown';

/** How people head the columns of a list, in Azerbaijani, Russian, English and Turkish, folded as names are. */
const heads: Record<Exclude<ColumnKind, 'unknown'>, string> = {
  name: 'ad soyad|soyad ad|soyad ad ata adi|ad soyad ata adi|soyadi adi|adi soyadi|soyadi adi atasinin adi|saa|sagird|sagirdin adi|sagirdin adi soyadi|name|full name|pupil|student|fio|f i o|familiya imya|familiya imya otcestvo|imya familiya|ucenik|adi ve soyadi|ad ve soyad',
  surname: 'soyad|soyadi|surname|last name|family name|familiya',
  given: 'ad|adi|first name|given name|imya|ata adi|atasinin adi|otcestvo|patronymic|middle name',
  birth_year:
    'dogum ili|tevelludu|tevellud|dogum tarixi|il|birth year|year of birth|year|born|date of birth|birth date|god rojdeniya|data rojdeniya|god|dogum yili|dogum tarihi',
  document:
    'sened|senedin nomresi|senedin seriya ve nomresi|sexsiyyet vesiqesi|vesiqe|vesiqenin nomresi|fin|fin kod|pasport|document|document number|id|id number|passport|dokument|nomer dokumenta|kimlik',
  role: 'vezife|rol|kim|kimdir|role|status|kto|kto eto|rol v gruppe|doljnost|statusu',
  number: 'no|n|sira|sira no|sira nomresi|nomre|number|nomer|nn|pp|n pp|nn pp',
};
const columns = new Map(
  Object.entries(heads).flatMap(([kind, words]) => words.split('|').map((word) => [word, kind as ColumnKind] as const)),
);

/** What a column of this head holds. */
export const columnOfHead = (head: string): ColumnKind => {
  const folded = foldName(head.replace(/№/g, 'no').replace(/#/g, 'no'));
  return columns.get(folded) ?? (folded === '' ? 'number' : 'unknown');
};

const roles: Record<NameRole, string> = {
  pupil: 'sagird|usaq|telebe|pupil|student|child|ucenik|ucenisa|ucenica|ucenitsa|ucasiysya|ogrenci',
  teacher: 'muellim|muellime|sinif rehberi|rehber|teacher|leader|ucitel|ucitelnitsa|pedaqoq|pedagog|ogretmen',
  parent: 'valideyn|ana|ata|parent|mother|father|roditel|mat|otets|veli',
  aide: 'komekci|musayietci|aide|assistant|helper|pomosnik|soprovojdayusiy|tyutor|tutor',
};
const roleWords = new Map(
  Object.entries(roles).flatMap(([role, words]) => words.split('|').map((word) => [word, role as NameRole] as const)),
);

/** Who somebody is in the party, by the word for it; null for any other word. */
export const roleOfWord = (word: string): NameRole | null => roleWords.get(foldName(word)) ?? null;
