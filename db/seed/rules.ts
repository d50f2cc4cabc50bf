import type { scheduleRule } from '#db/schema/schedule.ts';
import type { LaneOpening } from '#lib/capacity/values.ts';

type NewRule = Omit<typeof scheduleRule.$inferInsert, 'productId' | 'validFrom'> & { product: string };

/** What schools, officials and resellers have not used two days before is everybody's (requirements 2.2). */
export const laneOpening: LaneOpening = { schools: 48, official: 48, resellers: 48 };

const everyOpenDay = [2, 3, 4, 5, 6, 7];
const schoolDays = [2, 3, 4, 5];

// The lanes of a time may promise more than its rooms hold: the pools decide (15 visitors in the basement at once).
const fullRouteLanes = { public: 12, desk: 3, official: 2 };
const tourLanes = { public: 12, desk: 2 };

const every15 = (product: string, firstStartTime: string, lastStartTime: string, lanes: NewRule['lanes']): NewRule => ({
  product,
  weekdays: everyOpenDay,
  firstStartTime,
  lastStartTime,
  everyMinutes: 15,
  lanes,
});
// The tours are what people write down in their calendars: most of their places come on sale thirty days before, the rest on the day.
const tourWaves = [
  { share: 80, daysBefore: 30, time: '10:00' },
  { share: 20, daysBefore: 0, time: '09:00' },
];
const tour = (language: 'az' | 'en' | 'ru', weekdays: number[], startTimes: string[]): NewRule => ({
  product: 'public-tour',
  weekdays,
  startTimes,
  language,
  lanes: tourLanes,
  releaseWaves: tourWaves,
});

/** When visits start (demonstration data). No individual visit starts together with a public tour: both need the same rooms. */
export const scheduleRules: NewRule[] = [
  every15('full-route', '10:00', '10:45', fullRouteLanes),
  every15('full-route', '11:15', '13:45', fullRouteLanes),
  every15('full-route', '14:15', '16:45', fullRouteLanes),
  every15('hall-only', '10:00', '17:15', { public: 8, desk: 3, official: 2 }),
  tour('az', everyOpenDay, ['11:00']),
  tour('ru', [2, 4, 6], ['14:00']),
  tour('en', [3, 5, 7], ['14:00']),
  // Sleeps until a manager sees that it is asked for and that somebody can lead it.
  { ...tour('en', [7], ['11:00']), isDormant: true },
  // In no language of their own: the class has its own, and its guide with it.
  {
    product: 'class-programme',
    weekdays: schoolDays,
    firstStartTime: '10:30',
    lastStartTime: '12:45',
    everyMinutes: 15,
    lanes: { schools: 15 },
  },
  {
    product: 'class-cells-first',
    weekdays: schoolDays,
    firstStartTime: '10:30',
    lastStartTime: '12:45',
    everyMinutes: 15,
    lanes: { schools: 15 },
  },
];
