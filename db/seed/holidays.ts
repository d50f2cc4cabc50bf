import type { closure, dayType } from '#db/schema/schedule.ts';
import { words } from './words.ts';

type NewClosure = typeof closure.$inferInsert;
type NewDayType = typeof dayType.$inferInsert;

const newYear = words('Yeni il bayramı', 'New Year', 'Новый год');
const womensDay = words('Qadınlar günü', 'Women’s Day', 'Женский день');
const novruz = words('Novruz bayramı', 'Novruz', 'Новруз байрам');
const ramazan = words('Ramazan bayramı', 'Ramazan (Eid al-Fitr)', 'Праздник Рамазан');
const qurban = words('Qurban bayramı', 'Qurban (Eid al-Adha)', 'Праздник Гурбан');
const victory1945 = words('Faşizm üzərində qələbə günü', 'Day of Victory over Fascism', 'День победы над фашизмом');
const independence = words('Müstəqillik Günü', 'Independence Day', 'День независимости');
const salvation = words('Milli Qurtuluş Günü', 'National Salvation Day', 'День национального спасения');
const armedForces = words('Silahlı Qüvvələr Günü', 'Armed Forces Day', 'День вооружённых сил');
const victoryDay = words('Zəfər Günü', 'Victory Day', 'День Победы');
const flagDay = words('Dövlət Bayrağı Günü', 'State Flag Day', 'День государственного флага');
const solidarity = words(
  'Dünya azərbaycanlılarının həmrəyliyi günü',
  'Day of Solidarity of World Azerbaijanis',
  'День солидарности азербайджанцев мира',
);

// Same date every year (Labour Code, article 105).
const fixed: [monthDay: string, reasons: NewClosure['reasons']][] = [
  ['01-01', newYear],
  ['01-02', newYear],
  ['03-08', womensDay],
  ['03-20', novruz],
  ['03-21', novruz],
  ['03-22', novruz],
  ['03-23', novruz],
  ['03-24', novruz],
  ['05-09', victory1945],
  ['05-28', independence],
  ['06-15', salvation],
  ['06-26', armedForces],
  ['11-08', victoryDay],
  ['11-09', flagDay],
  ['12-31', solidarity],
];

// Set each year by the Cabinet of Ministers. In 2026 Ramazan fell on 20 and 21 March, within Novruz. The dates of 2027 are those
// expected from the calendar; staff put them right once they are announced.
const movable: [date: string, reasons: NewClosure['reasons']][] = [
  ['2026-05-27', qurban],
  ['2027-03-10', ramazan],
  ['2027-03-11', ramazan],
  ['2027-05-17', qurban],
  ['2027-05-18', qurban],
];

const years = [2026, 2027];
const openDoors = words(
  'Beynəlxalq Muzeylər Günü: açıq qapı günü, giriş ödənişsizdir',
  'International Museum Day: open doors, entrance is free',
  'Международный день музеев: день открытых дверей, вход бесплатный',
);

const isOpenDoorDay = (date: string) => date.endsWith('-05-18');

/** Public holidays on which the museum is closed, and the days with other hours (the hours are demonstration data). */
export const closures: NewClosure[] = [
  ...years.flatMap((year) =>
    fixed.map(([monthDay, reasons]) => ({ visitDate: `${year}-${monthDay}`, kind: 'closed' as const, reasons })),
  ),
  // Museum Day stays open whatever else falls on it.
  ...movable
    .filter(([date]) => !isOpenDoorDay(date))
    .map(([visitDate, reasons]) => ({ visitDate, kind: 'closed' as const, reasons })),
  // 18 May 2026 is a Monday.
  { visitDate: '2026-05-18', kind: 'swapped_working_day', opensTime: '10:00', closesTime: '18:00', reasons: openDoors },
  ...years.map((year) => ({
    visitDate: `${year}-12-30`,
    kind: 'short' as const,
    opensTime: '10:00',
    closesTime: '17:00',
    reasons: words('Bayramqabağı gün', 'Eve of a public holiday', 'Предпраздничный день'),
  })),
];

/** Days that are different (requirements 1.5): 20 January is a day of mourning, 18 May an open-door day. */
export const dayTypes: NewDayType[] = years.flatMap((year) => [
  {
    visitDate: `${year}-01-20`,
    code: 'commemoration' as const,
    names: words('Ümumxalq Hüzn Günü', 'Day of National Mourning', 'День всенародной скорби'),
    texts: words(
      'Bu gün 20 Yanvar şəhidləri anılır. Saat 12:00-da bir dəqiqəlik sükut elan olunur.',
      'On this day the victims of 20 January are remembered. A minute of silence is kept at 12:00.',
      'В этот день вспоминают жертв 20 Января. В 12:00 объявляется минута молчания.',
    ),
  },
  {
    visitDate: `${year}-05-18`,
    code: 'free_day' as const,
    names: openDoors,
    texts: words(
      'Giriş hamı üçün ödənişsizdir, lakin yer tutmaq lazımdır: otaqlar kiçikdir.',
      'Entrance is free for everybody, but a place has to be taken: the rooms are small.',
      'Вход бесплатный для всех, но место нужно занять заранее: помещения небольшие.',
    ),
  },
]);
