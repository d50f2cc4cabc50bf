import type { Locale } from '#lib/platform/locales.ts';
import type { Chance } from './seeded.ts';

export type Contact = { locale: Locale; contactName: string; email: string; phone: string | null; isForeign: boolean };

// Invented people; the addresses are in domains reserved for examples (RFC 2606).
const people: [locale: Locale, isForeign: boolean, names: string[]][] = [
  [
    'az',
    false,
    [
      'Aygün Məmmədova',
      'Rauf Əliyev',
      'Şəbnəm Həsənova',
      'İlqar Cəfərov',
      'Gülnarə Kərimova',
      'Vüsal Ağayev',
      'Ülviyyə Mustafayeva',
      'Cavid Şıxəliyev',
      'Əfsanə İbrahimova',
      'Nurlan Qəhrəmanov',
      'Xədicə Süleymanova',
      'Emin Ələkbərov',
      'Sevinc Tağıyeva',
      'Fuad Novruzov',
      'Mehriban Yusifova',
      'Ziya Rüstəmov',
    ],
  ],
  ['ru', false, ['Тамара Гусейнова', 'Алексей Мирзоев', 'Светлана Керимова', 'Руслан Ахмедов']],
  ['ru', true, ['Марина Орлова', 'Дмитрий Савченко', 'Анна Литвин']],
  [
    'en',
    true,
    [
      'Hannah Keller',
      'Marco Bianchi',
      'Sofia Andersson',
      'James Whitfield',
      'Ayşe Demir',
      'Nino Kapanadze',
      'Piotr Zieliński',
      'Claire Dubois',
    ],
  ],
];

/** Somebody who might have booked; two of three are Azerbaijani speakers. */
export function drawContact(chance: Chance, n: number): Contact {
  const roll = chance(12);
  const [locale, isForeign, names] = people[
    roll < 8 ? 0 : roll < 10 ? 1 : roll < 11 ? 2 : 3
  ] as (typeof people)[number];
  const contactName = names[chance(names.length)] ?? '';
  return {
    locale,
    isForeign,
    contactName,
    email: `visitor-${String(n).padStart(3, '0')}-${chance(9000) + 1000}@example.org`,
    phone: chance(3) === 0 ? `+994 50 000 ${String(chance(90) + 10)} ${String(chance(90) + 10)}` : null,
  };
}

/** Schools that have agreed a visit. */
export const schools = [
  { contactName: '132 nömrəli məktəb, Rəna Hacıyeva', email: 'school-132@example.org' },
  { contactName: '6 nömrəli məktəb, Sevil Qurbanova', email: 'school-6@example.org' },
  { contactName: 'Texniki fənlər liseyi, Anar Səmədov', email: 'lyceum@example.org' },
];
