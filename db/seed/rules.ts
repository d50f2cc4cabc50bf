import type { scheduleRule } from '#db/schema/schedule.ts';

type NewRule = Omit<typeof scheduleRule.$inferInsert, 'productId' | 'validFrom'> & { product: string };

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
const tour = (language: 'az' | 'en' | 'ru', weekdays: number[], startTimes: string[]): NewRule => ({
  product: 'public-tour',
  weekdays,
  startTimes,
  language,
  lanes: tourLanes,
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
  {
    product: 'class-programme',
    weekdays: schoolDays,
    startTimes: ['10:30', '10:45', '12:30', '12:45'],
    language: 'az',
    lanes: { schools: 15 },
  },
];
