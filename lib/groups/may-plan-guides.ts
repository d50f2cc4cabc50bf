import { type Actor, can } from '#lib/platform/ctx.ts';

/** Who keeps the guides' files, leave and links: whoever plans visits, and whoever keeps the staff. */
export const mayPlanGuides = (actor: Actor): boolean => can(actor, 'groups.change') || can(actor, 'people.change');
