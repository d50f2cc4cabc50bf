import type { GroupDemandRefusal } from '#lib/booking/values.ts';
import type { PlanLimit } from './plan-visit.ts';
import type { DeclineReason } from './values.ts';

/** What stands in the way, in one word; the first in the order in which one would mend it. */
export type LimitWord = 'rooms' | 'guides' | 'lanes' | 'no_start' | 'closed';

/** The word for what prevents a wish, and the rooms that are full; null where nothing does. */
export function limitWord(
  limits: readonly PlanLimit[] | null | undefined,
): { why: LimitWord; labels: string[] } | null {
  if (!limits || limits.length === 0) return null;
  const full = limits.filter(({ limit }) => limit === 'space' || limit === 'building' || limit === 'day');
  if (full.length > 0) return { why: 'rooms', labels: [...new Set(full.flatMap(({ labels }) => labels))] };
  if (limits.some(({ limit }) => limit === 'guides')) return { why: 'guides', labels: [] };
  if (limits.some(({ limit }) => limit === 'lane')) return { why: 'lanes', labels: [] };
  return { why: 'no_start', labels: [] };
}

/** How a declined group is counted (2.7): by what the person said, where that is a limit; else by what the planner found. */
export function demandCode(reason: DeclineReason | null, found: LimitWord | null): GroupDemandRefusal {
  if (reason === 'no_guide') return 'group_guides';
  if (reason === 'closed') return 'group_closed';
  if (found) return `group_${found}`;
  return reason === 'no_room' ? 'group_rooms' : 'group_rules';
}
