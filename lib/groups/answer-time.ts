import type { Settings } from '#lib/platform/settings.ts';

/**
 * Minutes that a guide has to answer a call (requirements 6.9): so many hours, fewer when the tour begins soon, and half of what is left
 * at most, so that there is time to ask somebody else. Null where it is too late to ask.
 */
export function answerMinutes(
  minutesLeft: number,
  settings: Pick<Settings, 'guide_answer_hours' | 'guide_answer_close_hours' | 'guide_answer_close_within_hours'>,
): number | null {
  const isClose = minutesLeft <= settings.guide_answer_close_within_hours * 60;
  const hours = isClose ? settings.guide_answer_close_hours : settings.guide_answer_hours;
  const minutes = Math.floor(Math.min(hours * 60, minutesLeft / 2));
  return minutes >= 1 ? minutes : null;
}
