import type { space } from '#db/schema/catalog.ts';
import { words } from './words.ts';

type NewSpace = typeof space.$inferInsert;

// Small rooms take 15 visitors and their guide: 16 people.
const smallRoom = { level: 'basement', peopleAtOnce: 16, fireLimit: 20, isStepFree: false } as const;

/** The rooms. Limits, steps and widths are demonstration data. */
export const spaces: NewSpace[] = [
  {
    code: 'main-hall',
    names: words('Baş zal', 'Main hall', 'Главный зал'),
    level: 'ground',
    peopleAtOnce: 60,
    fireLimit: 70,
    isStepFree: true,
    accessFacts: { steps: 0, narrowestCm: 120, light: 'bright', sound: 'quiet', seats: 8 },
    position: 1,
  },
  {
    code: 'corridor',
    names: words('Dəhliz', 'Corridor', 'Коридор'),
    level: 'ground',
    peopleAtOnce: 20,
    fireLimit: 24,
    isStepFree: true,
    accessFacts: { steps: 0, narrowestCm: 100, light: 'dim', sound: 'recordings', seats: 2 },
    advisories: words(
      'Səs yazıları səslənir, işıq zəifdir.',
      'Recordings are played and the light is low.',
      'Звучат записи, освещение приглушено.',
    ),
    position: 2,
  },
  {
    ...smallRoom,
    code: 'cells',
    names: words('Saxlama kameraları', 'Detention cells', 'Камеры заключения'),
    accessFacts: { steps: 18, narrowestCm: 80, light: 'dim', sound: 'quiet', seats: 2, warmth: 'cool' },
    advisories: words(
      'Dar və alçaq otaqlar; qapalı yerdə narahat olanlar üçün çətin ola bilər.',
      'Narrow rooms with low ceilings; they can be hard for those who are uneasy in closed places.',
      'Узкие помещения с низким потолком; тем, кто плохо переносит замкнутое пространство, может быть тяжело.',
    ),
    advisoryAge: 14,
    position: 3,
  },
  {
    ...smallRoom,
    code: 'solitary',
    names: words('Təkadamlıq kamera', 'Solitary cell', 'Одиночная камера'),
    accessFacts: { steps: 0, narrowestCm: 65, light: 'dark', sound: 'quiet', warmth: 'cool' },
    advisories: words(
      'Kameraya bir-bir girilir; içərisi çox dar və qaranlıqdır. Girmək məcburi deyil.',
      'The cell is entered one at a time; it is very narrow and dark. Nobody has to go in.',
      'В камеру входят по одному; внутри очень тесно и темно. Входить необязательно.',
    ),
    advisoryAge: 14,
    position: 4,
  },
  {
    ...smallRoom,
    code: 'interrogation-room',
    names: words('İstintaq otağı', 'Interrogation room', 'Комната допросов'),
    accessFacts: { steps: 2, narrowestCm: 80, light: 'dim', sound: 'recordings', seats: 2, warmth: 'cool' },
    advisories: words(
      'İstintaq protokollarından səsli parçalar və işgəncə haqqında sənədlər var.',
      'Spoken passages from interrogation records, and documents about torture.',
      'Звучат фрагменты протоколов допросов; представлены документы о пытках.',
    ),
    advisoryAge: 14,
    position: 5,
  },
  {
    ...smallRoom,
    code: 'shooting-room',
    names: words('Güllələnmə otağı', 'Shooting room', 'Комната расстрелов'),
    accessFacts: { steps: 3, narrowestCm: 75, light: 'dark', sound: 'quiet', warmth: 'cool' },
    advisories: words(
      'Burada insanlar güllələnib. Otağa girməyib dəhlizdə gözləyə bilərsiniz.',
      'People were shot here. You may wait in the passage instead of going in.',
      'Здесь расстреливали людей. Вы можете не входить и подождать в проходе.',
    ),
    advisoryAge: 16,
    position: 6,
  },
];
