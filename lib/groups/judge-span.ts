export type AvailabilityFault = 'time_missing' | 'time_malformed' | 'time_order';

const wallTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with the hours of a day. Pure. */
export function judgeSpan(day: { weekday: number; fromTime: string; untilTime: string }): AvailabilityFault | null {
  const { fromTime, untilTime } = day;
  if (fromTime === '' && untilTime === '') return null;
  if (fromTime === '' || untilTime === '') return 'time_missing';
  if (!wallTime.test(fromTime) || !wallTime.test(untilTime)) return 'time_malformed';
  return untilTime <= fromTime ? 'time_order' : null;
}
