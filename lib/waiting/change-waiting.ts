import { sql } from 'drizzle-orm';
import { crashPoint } from '#lib/platform/crash-point.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { faultOf, type InputFault, type WantInput, wantInput } from './input.ts';
import { isNoMore } from './is-no-more.ts';
import { joinRefusal } from './join-waiting.ts';
import { judgeWant, type WantRefusal } from './judge-want.ts';
import type { WaitingState } from './values.ts';
import { writeWishes } from './write-wishes.ts';

export type ChangeWaitingResult =
  | { ok: true; keepsRank: boolean }
  | WantRefusal
  | { ok: false; code: InputFault | 'already_waiting' | 'unknown_entry' | 'no_longer_waiting' | 'has_offer' };

type Row = {
  state: WaitingState;
  product: string;
  people: number;
  smallestPart: number | null;
  tourLanguages: WantInput['tourLanguages'];
  wishes: WantInput['wishes'];
};

/**
 * Changes what a party waits for. Asking for less (fewer people, fewer or narrower times) keeps its rank; asking for
 * more or for other times puts it at the end of the list, as if it had joined now. Not while an offer is open.
 */
export async function changeWaiting(ctx: Ctx, input: WantInput & { entryId: string }): Promise<ChangeWaitingResult> {
  const parsed = wantInput.safeParse(input);
  if (!parsed.success) return { ok: false, code: faultOf(parsed.error) };
  const want = { ...parsed.data, tourLanguages: parsed.data.tourLanguages?.length ? parsed.data.tourLanguages : null };
  const before = await findRow(ctx, input.entryId);
  if (!before) return { ok: false, code: 'unknown_entry' };
  const judged = await judgeWant(ctx, before.product, want, input.entryId);
  if (!judged.ok) return judged;
  try {
    return await inTransaction(ctx, async (tx): Promise<ChangeWaitingResult> => {
      await tx.db.execute(sql`select 1 from waiting_entry where id = ${input.entryId} for update`);
      const now = await findRow(tx, input.entryId);
      if (now?.state === 'offered') return { ok: false, code: 'has_offer' };
      if (now?.state !== 'waiting') return { ok: false, code: 'no_longer_waiting' };
      const keepsRank = isNoMore(want, now);
      await tx.db.execute(sql`
        update waiting_entry set people = ${want.people}, smallest_part = ${want.smallestPart},
               tour_languages = ${want.tourLanguages ? sql.param(want.tourLanguages) : null}::text[] where id = ${input.entryId}`);
      if (!keepsRank) await tx.db.execute(sql`update waiting_entry set rank = default where id = ${input.entryId}`);
      await tx.db.execute(sql`delete from waiting_wish where entry_id = ${input.entryId}`);
      await writeWishes(tx, input.entryId, want.wishes);
      await tx.db.execute(sql`delete from waiting_pass_over where entry_id = ${input.entryId}`);
      crashPoint('waiting.changing');
      return { ok: true, keepsRank };
    });
  } catch (error) {
    if (joinRefusal(error) === 'already_waiting') return { ok: false, code: 'already_waiting' };
    throw error;
  }
}

async function findRow(ctx: Pick<Ctx, 'db'>, entryId: string): Promise<Row | null> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select e.state, p.code as product, e.people, e.smallest_part as "smallestPart", e.tour_languages as "tourLanguages",
           (select jsonb_agg(jsonb_build_object('date', w.visit_date, 'fromTime', to_char(w.from_time, 'HH24:MI'), 'untilTime', to_char(w.until_time, 'HH24:MI'))
                order by w.visit_date, w.from_time) from waiting_wish w where w.entry_id = e.id) as wishes
      from waiting_entry e join product p on p.id = e.product_id where e.id = ${entryId}`);
  return rows[0] ?? null;
}
