import type { Db, Tx } from '#db/client.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings, getZone, type Settings } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate } from '#lib/platform/time.ts';
import { comingStates, type ListField, listFields } from './values.ts';
import { findStart, type GroupVisit } from './visit-rows.ts';

export type ListTerms = {
  /** What the security post needs of each person; empty: no list. */
  fields: ListField[];
  settings: Settings;
  today: IsoDate;
  visitDate: IsoDate;
  startsAt: Date;
  /** The last day on which the list may be sent whole. */
  dueDate: IsoDate;
  isFrozen: boolean;
  /** One person may be replaced by another until then. */
  replaceUntil: Date;
  isComing: boolean;
};

/** By what rules a visit's list goes; null where it is not agreed. */
export async function findListTerms(db: Db | Tx, visit: GroupVisit, now: Date): Promise<ListTerms | null> {
  const start = await findStart(db, visit.id);
  const product = await findProductById(db as Db, visit.productId);
  if (!start || !product) return null;
  const settings = await getSettings(db as Db, start.visitDate);
  const today = dateAt(now, (await getZone(db as Db)) ?? 'UTC');
  const dueDate = addDays(start.visitDate, -settings.group_frozen_days);
  return {
    fields: listFields.filter((field) => product.listFields.includes(field)),
    settings,
    today,
    visitDate: start.visitDate,
    startsAt: start.startsAt,
    dueDate,
    isFrozen: today > dueDate,
    replaceUntil: new Date(start.startsAt.getTime() - settings.group_substitute_hours * 3_600_000),
    isComing: (comingStates as readonly string[]).includes(visit.state),
  };
}

/** Who may hand in a visit's names: whoever holds its link, or somebody of the house who may see names and change visits. */
export function maySendNames({ actor }: Ctx, visitId: string): boolean {
  if (actor.kind === 'visitor') return actor.visitId === visitId;
  return can(actor, 'groups.change') || can(actor, 'names.see');
}
