import { words } from '../words.ts';
import type { SeedTicketType } from './seed-ticket-type.ts';

const nothing = words('', '', '');
const declared = { isSelfDeclaredOnline: true, isVerifiedAtEntry: true } as const;

/** Those who pay, in full or less. */
export const payingTypes: SeedTicketType[] = [
  {
    ...declared,
    code: 'adult-citizen',
    family: 'main',
    residency: 'citizen',
    statisticsClass: 'adult_citizen',
    names: words('Böyüklər, Azərbaycan vətəndaşı', 'Adult, citizen of Azerbaijan', 'Взрослый, гражданин Азербайджана'),
    eligibilities: words(
      'Azərbaycan Respublikasının vətəndaşları və daimi yaşayan şəxslər',
      'Citizens and permanent residents of the Republic of Azerbaijan',
      'Граждане Азербайджанской Республики и лица, постоянно проживающие в стране',
    ),
    documents: words('Şəxsiyyət vəsiqəsi', 'Identity card', 'Удостоверение личности'),
  },
  {
    code: 'adult-foreigner',
    family: 'main',
    residency: 'foreigner',
    statisticsClass: 'adult_foreigner',
    isSelfDeclaredOnline: true,
    isVerifiedAtEntry: false,
    names: words('Böyüklər, xarici vətəndaş', 'Adult, foreign visitor', 'Взрослый, иностранный гражданин'),
    eligibilities: words('Digər ölkələrin vətəndaşları', 'Citizens of other countries', 'Граждане других стран'),
    documents: nothing,
  },
  {
    ...declared,
    code: 'pupil',
    family: 'reduced',
    statisticsClass: 'pupil',
    names: words('Məktəbli', 'Pupil', 'Школьник'),
    eligibilities: words(
      'Ümumtəhsil məktəblərinin şagirdləri',
      'Pupils of schools',
      'Учащиеся общеобразовательных школ',
    ),
    documents: words(
      'Şagird bileti və ya doğum haqqında şəhadətnamə',
      'School card or birth certificate',
      'Ученический билет или свидетельство о рождении',
    ),
  },
  {
    ...declared,
    code: 'student',
    family: 'reduced',
    statisticsClass: 'student',
    names: words('Tələbə', 'Student', 'Студент'),
    eligibilities: words(
      'Kollec və ali məktəb tələbələri',
      'Students of colleges and universities',
      'Студенты колледжей и вузов',
    ),
    documents: words('Tələbə bileti', 'Student card', 'Студенческий билет'),
  },
  {
    ...declared,
    code: 'pensioner',
    family: 'reduced',
    statisticsClass: 'pensioner',
    names: words('Təqaüdçü', 'Pensioner', 'Пенсионер'),
    eligibilities: words(
      'Yaşa görə təqaüd alan şəxslər',
      'People who receive an old-age pension',
      'Лица, получающие пенсию по возрасту',
    ),
    documents: words('Təqaüd vəsiqəsi', 'Pension certificate', 'Пенсионное удостоверение'),
  },
];
