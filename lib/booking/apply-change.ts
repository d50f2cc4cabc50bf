import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { requestRefund } from '#lib/payments/request-refund.ts';
import { splitRefund } from '#lib/payments/split-refund.ts';
import { writeAudit } from '#lib/platform/audit.ts';
import { crashPoint } from '#lib/platform/crash-point.ts';
import { actorId } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { sqlState, type TxCtx } from '#lib/platform/transaction.ts';
import { lockPaymentsLeft } from './payments-left.ts';
import type { ChangeKind } from './values.ts';

export type ApplyChangeResult =
  | { ok: true; people: number }
  /** `stale`: the order is not any more what the change was made for. */
  | { ok: false; code: 'full' | 'not_on_sale' | 'stale' | 'no_money' };

type Change = {
  id: string;
  orderId: string;
  kind: ChangeKind;
  fromTimeslotId: string;
  toTimeslotId: string;
  beforeMinor: number;
  afterMinor: number;
  returnedMinor: number;
  addedPeople: number;
  currency: string;
  email: string | null;
  locale: Locale;
};

/**
 * Lets a change of an order become true, under its lock and in a running transaction: places, lines and tickets in one step of the
 * database (`apply_change`), which also sees to it that a dearer one was paid; then what goes back of a lower price, the mail and
 * the audit row. Where it cannot be, nothing of it is, and the caller says what becomes of its money.
 */
export async function applyChange(tx: TxCtx, changeId: string): Promise<ApplyChangeResult> {
  const change = await findChange(tx, changeId);
  if (!change) return { ok: false, code: 'stale' };
  const payments = change.returnedMinor > 0 ? await lockPaymentsLeft(tx, change.orderId) : [];
  const parts = splitRefund(change.returnedMinor, payments);
  if (!parts) return { ok: false, code: 'no_money' };
  const applied = await applyInDatabase(tx, changeId);
  if (!applied.ok) return applied;
  crashPoint('change.after_applied');
  for (const part of parts) {
    await requestRefund(tx, {
      ...part,
      orderId: change.orderId,
      changeId,
      currency: change.currency,
      reason: 'changed',
      requestedBy: actorId(tx.actor) ?? tx.actor.kind,
    });
  }
  await writeAudit(tx, {
    action: change.kind === 'move' ? 'order_moved' : 'order_changed',
    objectKind: 'order',
    objectId: change.orderId,
    before: { timeslotId: change.fromTimeslotId, minor: change.beforeMinor },
    after: {
      timeslotId: change.toTimeslotId,
      minor: change.afterMinor,
      people: applied.people,
      addedPeople: change.addedPeople,
      returnedMinor: change.returnedMinor,
      changeId,
    },
  });
  if (change.email) {
    await queueMessage(tx, {
      kind: change.kind === 'move' ? 'order_moved' : 'order_changed',
      orderId: change.orderId,
      locale: change.locale,
      recipient: change.email,
      dedupeKey: `changed:${changeId}`,
    });
  }
  return applied;
}

async function findChange(tx: TxCtx, changeId: string): Promise<Change | null> {
  const { rows } = await tx.db.execute<Change>(sql`
    select c.id, c.order_id as "orderId", c.kind, c.from_timeslot_id as "fromTimeslotId", c.to_timeslot_id as "toTimeslotId",
           c.before_minor as "beforeMinor", c.after_minor as "afterMinor", c.returned_minor as "returnedMinor",
           c.added_people as "addedPeople", c.currency, o.email, o.locale
      from order_change c join orders o on o.id = c.order_id where c.id = ${changeId} and c.state in ('open','run_out')`);
  return rows[0] ?? null;
}

async function applyInDatabase(tx: TxCtx, changeId: string): Promise<ApplyChangeResult> {
  try {
    // A savepoint: a refusal undoes only this.
    return await tx.db.transaction(async (savepoint) => {
      const { rows } = await savepoint.execute<{ people: number }>(sql`select apply_change(${changeId}) as people`);
      return { ok: true, people: rows[0]?.people ?? 0 };
    });
  } catch (error) {
    if (sqlState(error) === '23514') return { ok: false, code: 'full' };
    if (sqlState(error) === 'MU001') return { ok: false, code: 'not_on_sale' };
    if (sqlState(error) === 'MU021') return { ok: false, code: 'stale' };
    throw error;
  }
}
