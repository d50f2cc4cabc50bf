import { sql } from 'drizzle-orm';
import { findProductById, getMuseum } from '#lib/catalog/queries.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, daysBetween } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { mayArrange } from './acts-on-the-day.ts';
import { checkParty, type PartyFault } from './check-party.ts';
import { pupilsPerAdult } from './check-ratio.ts';
import { type PlaceRefusal, placeRefusal } from './place-refusal.ts';
import { adultsOf, peopleOf } from './plan-for-visit.ts';
import { settleList } from './settle-list.ts';
import { splitParty } from './split-party.ts';
import { tellVisit } from './tell-visit.ts';
import { comingStates } from './values.ts';
import { visitOrderRequest, withNewCode } from './visit-order.ts';
import { findStart, type GroupVisit, lockVisit } from './visit-rows.ts';

export type Headcount = { pupils: number; teachers: number; parents: number; aides: number };
export type ResizeVisitResult =
  | { ok: true; isSame: boolean; people: number }
  | { ok: false; code: 'unknown_visit' | 'no_prices' | PlaceRefusal }
  | { ok: false; code: 'frozen'; days: number }
  | { ok: false; code: 'final'; days: number }
  /** The sub-groups there are do not take so many: it must be planned anew. */
  | { ok: false; code: 'needs_new_plan'; most: number }
  | { ok: false; code: 'party'; party: PartyFault };

/**
 * Another headcount of an agreed visit (requirements 6.7): fewer until so many days before, when the number is final; more only with
 * room, and not from so many days before on, when it is frozen. Sub-groups stay as many as they are and are shared out anew; each has
 * its adults. All in one step. A person with `groups.change` is held by room and ratio alone, also when the party
 * stands at the door; so is, on the visit's day, whoever lets people in.
 */
export async function resizeVisit(ctx: Ctx, input: { visitId: string; count: Headcount }): Promise<ResizeVisitResult> {
  const isOwn = ctx.actor.kind === 'visitor' && ctx.actor.visitId === input.visitId;
  const isStaff = can(ctx.actor, 'groups.change') || can(ctx.actor, 'tickets.admit');
  if (!isOwn && !isStaff) return { ok: false, code: 'unknown_visit' };
  try {
    return await withNewCode(() =>
      inTransaction(
        ctx,
        async (tx): Promise<ResizeVisitResult> => {
          const visit = await lockVisit(tx.db, input.visitId);
          const start = visit && (await findStart(tx.db, visit.id));
          const product = visit && (await findProductById(tx.db, visit.productId));
          if (!visit || !start || !product) return { ok: false, code: 'unknown_visit' };
          const today = dateAt(ctx.now, (await getMuseum(tx.db)).timeZone);
          if (isStaff && !mayArrange(ctx, start.visitDate, today)) return { ok: false, code: 'unknown_visit' };
          // Whoever stands at the door is counted there; the party itself is not asked any more once it has come.
          const states: readonly string[] = isStaff ? [...comingStates, 'part_arrived', 'arrived'] : comingStates;
          if (!states.includes(visit.state)) return { ok: false, code: 'wrong_state' };
          const [before, people] = [peopleOf(visit), peopleOf(input.count)];
          if (isSame(visit, input.count)) return { ok: true, isSame: true, people };
          const settings = await getSettings(tx.db, today);
          const daysLeft = daysBetween(today, start.visitDate);
          if (!isStaff && people < before && daysLeft < settings.group_final_days)
            return { ok: false, code: 'final', days: settings.group_final_days };
          if (!isStaff && people > before && daysLeft < settings.group_frozen_days)
            return { ok: false, code: 'frozen', days: settings.group_frozen_days };
          const [fault] = checkParty({ ...input.count, ageFrom: visit.ageFrom }, product, settings);
          if (fault) return { ok: false, code: 'party', party: fault };

          const groups = await tx.db.execute<{ no: number }>(
            sql`select no from sub_group where plan_id = ${visit.planId} order by no`,
          );
          const isGrownUp = (visit.ageFrom ?? 0) >= 18;
          const split = splitParty({ people, adults: isGrownUp ? people : adultsOf(input.count) }, groups.rows.length, {
            most: product.subGroupMaximum,
            pupilsPerAdult: isGrownUp ? people : pupilsPerAdult(visit.ageFrom, settings),
          });
          if (!split.ok) {
            return split.code === 'too_few_adults'
              ? {
                  ok: false,
                  code: 'party',
                  party: { ...split, pupilsPerAdult: pupilsPerAdult(visit.ageFrom, settings) },
                }
              : { ok: false, code: 'needs_new_plan', most: groups.rows.length * product.subGroupMaximum };
          }
          const sizes = split.shares.map((share, index) => ({ ...share, no: groups.rows[index]?.no }));
          const request = await visitOrderRequest(tx.db, { ...visit, ...input.count }, start.visitDate);
          if (!request) return { ok: false, code: 'no_prices' };
          await tx.db.execute(sql`
            select resize_visit(${visit.id}, ${JSON.stringify(input.count)}::jsonb, ${JSON.stringify(sizes)}::jsonb, ${JSON.stringify(request)}::jsonb)`);
          await settleList(tx, { ...visit, ...input.count }, 'resized');
          crashPoint('groups.resizing');
          await writeAudit(tx, {
            action: 'group_resized',
            objectKind: 'group_visit',
            objectId: visit.id,
            before: countOf(visit),
            after: input.count,
          });
          if (start.visitDate > today) await tellVisit(tx, visit, 'group_changed', `${ctx.now.getTime()}`);
          return { ok: true, isSame: false, people };
        },
        'numbers changed',
      ),
    );
  } catch (error) {
    const code = placeRefusal(error);
    if (!code) throw error;
    return { ok: false, code };
  }
}

const countOf = ({ pupils, teachers, parents, aides }: GroupVisit): Headcount => ({ pupils, teachers, parents, aides });

const isSame = (visit: GroupVisit, count: Headcount): boolean =>
  JSON.stringify(countOf(visit)) ===
  JSON.stringify({ pupils: count.pupils, teachers: count.teachers, parents: count.parents, aides: count.aides });
