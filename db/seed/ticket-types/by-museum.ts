import { words } from '../words.ts';
import type { SeedTicketType } from './seed-ticket-type.ts';

const byMuseum = { isSelfDeclaredOnline: false, isVerifiedAtEntry: true } as const;

/** Those whom only the museum enters: nobody can choose these for themselves. */
export const typesByMuseum: SeedTicketType[] = [
  {
    ...byMuseum,
    code: 'press',
    family: 'official',
    statisticsClass: 'press',
    names: words('Mətbuat', 'Press', 'Пресса'),
    eligibilities: words('Akkreditə olunmuş jurnalistlər', 'Accredited journalists', 'Аккредитованные журналисты'),
    documents: words('Jurnalist vəsiqəsi', 'Press card', 'Удостоверение журналиста'),
  },
  {
    ...byMuseum,
    code: 'teacher-with-class',
    family: 'school',
    statisticsClass: 'teacher',
    names: words('Sinfi müşayiət edən müəllim', 'Teacher with a class', 'Учитель с классом'),
    eligibilities: words(
      'Sinfi müşayiət edən müəllimlər',
      'Teachers who come with a class',
      'Учителя, сопровождающие класс',
    ),
    documents: words('Məktəbin məktubu', 'Letter of the school', 'Письмо школы'),
  },
  {
    ...byMuseum,
    code: 'official-on-duty',
    family: 'official',
    statisticsClass: 'official',
    names: words('Xidməti vəzifədə olan şəxs', 'Official on duty', 'Должностное лицо при исполнении'),
    eligibilities: words(
      'Rəsmi nümayəndə heyətləri və xidməti vəzifədə olanlar',
      'Delegations and officials on duty',
      'Официальные делегации и лица при исполнении',
    ),
    documents: words('Xidməti vəsiqə', 'Service card', 'Служебное удостоверение'),
  },
];
