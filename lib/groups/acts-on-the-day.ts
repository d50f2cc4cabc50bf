import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { IsoDate } from '#lib/platform/time.ts';

/**
 * Who may change a visit's people and sub-groups: whoever changes visits, and on the visit's own day also whoever lets people in. A
 * driver in front of the door does not wait for the office (requirements 6.7, 7.6).
 */
export function mayArrange({ actor }: Ctx, visitDate: IsoDate, today: IsoDate): boolean {
  return can(actor, 'groups.change') || (can(actor, 'tickets.admit') && visitDate === today);
}
