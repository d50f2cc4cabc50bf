import { type Ctx, can } from '#lib/platform/ctx.ts';

/** Who of the museum makes papers of account: those who keep the money, and those who keep the visits. */
export const mayIssue = (ctx: Ctx): boolean => can(ctx.actor, 'money.change') || can(ctx.actor, 'groups.change');

/** Whoever holds the visit's link. */
export const isOwnVisit = (ctx: Ctx, visitId: string): boolean =>
  ctx.actor.kind === 'visitor' && ctx.actor.visitId === visitId;

/** What both may ask for; a foreign visit looks like an unknown one. */
export const mayAskFor = (ctx: Ctx, visitId: string): boolean => mayIssue(ctx) || isOwnVisit(ctx, visitId);
