import { setTimeout as pause } from 'node:timers/promises';
import { letTimePass } from './let-time-pass.ts';
import type { ProviderBooks } from './provider-books.ts';
import { ask, type World } from './world.ts';

/** Something that no person should have to bring to its end, and nobody has. */
export type Unsettled = { what: string; id: string; facts: object };

const stepMs = 30_000;
/** What the museum promises after a crash or a lost message (G3). */
const promisedMs = 180_000;

/**
 * Lets time pass in steps of half a minute, with the jobs of the clock at their times, until nothing is left half done. Returns
 * how long that took in the museum's time, and what three minutes did not repair.
 */
export async function settleDown(
  world: World,
  books: ProviderBooks,
): Promise<{ repairedAfterMs: number; left: Unsettled[] }> {
  await drain(world);
  await work(world, 'send_messages');
  for (let passedMs = 0; ; passedMs += stepMs) {
    const left = await findUnsettled(world, books);
    if (left.length === 0 || passedMs >= promisedMs) return { repairedAfterMs: passedMs, left };
    await letTimePass(world.owner.pool, stepMs);
    await world.control('age', { ms: stepMs });
    await work(world, 'supervise');
    await work(world, 'sweep');
    await work(world, 'work_cancellations');
    await work(world, 'work_waiting');
    if (passedMs % (2 * stepMs) === 0) await work(world, 'reconcile');
    await drain(world);
    await work(world, 'send_messages');
  }
}

/** A job of the clock, at once, by a worker. */
export async function work(world: World, job: string): Promise<void> {
  // A worker that dies in the middle is followed by the next.
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await world.workers[0]?.call(job, {}, 120_000);
    if (outcome?.kind === 'answered') return;
    if (outcome?.kind !== 'lost' || attempt >= 5) throw new Error(`${job}: ${JSON.stringify(outcome)}`);
  }
}

/** Waits until the queues have nothing left that could be done now. */
export async function drain(world: World): Promise<void> {
  await world.sandbox.settled();
  for (const giveUpAt = performance.now() + 20_000; performance.now() < giveUpAt; await pause(50)) {
    const [row] = await ask<{ waiting: number }>(
      world,
      `select count(*)::int as waiting from pgboss.job where name in ('provider_event','submit_refund')
        and (state in ('created','retry') and start_after <= now() or state = 'active' and heartbeat_on > now() - interval '20 seconds')`,
    );
    if (row?.waiting === 0) return;
  }
}

async function findUnsettled(world: World, books: ProviderBooks): Promise<Unsettled[]> {
  const rows = await ask<Unsettled & { session: string | null }>(
    world,
    `select 'attempt' as what, p.id, p.session_id as session,
            jsonb_build_object('order', p.order_id, 'state', p.state, 'orderState', o.state, 'isRunOut', coalesce((select c.state <> 'open' or c.expires_at < now() from order_change c where c.id = p.change_id), o.expires_at < now())) as facts
       from payment p join orders o on o.id = p.order_id where p.state in ('created','open','processing')
     union all
     select 'order', id, null, jsonb_build_object('state', state, 'expiresAt', expires_at) from orders
      where state in ('held','awaiting_payment','expiring') and expires_at < now()
     union all
     select 'change', id, null, jsonb_build_object('order', order_id, 'expiresAt', expires_at) from order_change where state = 'open' and expires_at < now()
     union all
     select 'refund', r.id, null, jsonb_build_object('state', r.state, 'order', r.order_id) from refund r join payment p on p.id = r.payment_id
      where r.state in ('requested','submitting') and p.provider = 'stripe' and coalesce(p.dispute_state not in ('open','lost'), true)
     union all
     select 'order in between', o.id, null, jsonb_build_object('refunds', (select jsonb_agg(r.reason || ' ' || r.state) from refund r where r.order_id = o.id),
            'payments', (select jsonb_agg(p.provider || ' ' || p.state || ' ' || coalesce(p.dispute_state, '-')) from payment p where p.order_id = o.id))
       from orders o where o.state = 'paid_unfulfillable'
        and not exists (select 1 from payment p where p.order_id = o.id and (p.dispute_state in ('open','lost') or p.provider <> 'stripe'))
     union all
     select 'cancelled order', id, null, jsonb_build_object('order', order_id) from slot_cancellation_item where state = 'listed'
     union all
     select 'message', id, null, jsonb_build_object('kind', kind, 'attempts', attempts) from message where state = 'queued'
     union all
     select 'event', null, id, jsonb_build_object('type', type) from provider_event where processed_at is null`,
  );
  const sessions = books.sessions(
    rows.flatMap(({ what, session }) => (what === 'attempt' && session ? [session] : [])),
  );
  return rows.filter(({ what, session, facts }) => {
    if (what !== 'attempt' || !session) return true;
    // A page that is still open, for an order that is still held, is a visitor who takes their time.
    return sessions.get(session)?.status !== 'open' || (facts as { isRunOut: boolean }).isRunOut;
  });
}
