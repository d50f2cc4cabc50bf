import { type Actor, can } from '#lib/platform/ctx.ts';

/** For whom an actor speaks about a visit: the party itself (whoever holds its link), the museum (`groups.change`), or nobody. */
export function actsFor(actor: Actor, visitId: string): 'party' | 'museum' | null {
  if (actor.kind === 'visitor' && actor.visitId === visitId) return 'party';
  return can(actor, 'groups.change') ? 'museum' : null;
}
