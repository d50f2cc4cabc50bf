import { checkChanges } from './check-changes.ts';
import type { Entry } from './history.ts';
import { type ModelEvent, replay } from './model.ts';
import type { Violation } from './violations.ts';
import { ask, type World } from './world.ts';

type OrderRow = {
  id: string;
  key: string;
  state: string;
  name: string | null;
  lines: number;
  people: number;
  claims: number;
  claimed: number;
  /** It took an offer of the waiting list. */
  isFromList: boolean;
};

/**
 * Holds what the clients were told against what is there: every "done" is visible, every refusal left no trace, every "nobody
 * knows" is there as a whole or not at all; and the histories of all orders, replayed in the order of their commits, are such as
 * a model of the museum in a few lines allows.
 */
export async function checkHistory(world: World, entries: readonly Entry[]): Promise<Violation[]> {
  const orders = await ask<OrderRow>(
    world,
    `select o.id, o.request_key as key, o.state, o.contact_name as name, count(l.id)::int as lines, coalesce(sum(l.quantity), 0)::int as people,
            (select count(*)::int from claim c where c.order_id = o.id) as claims,
            (select coalesce(sum(c.quantity), 0)::int from claim c where c.order_id = o.id and c.state = 'held') as claimed,
            exists (select 1 from waiting_offer w where w.order_id = o.id) as "isFromList"
       from orders o left join order_line l on l.order_id = o.id group by o.id`,
  );
  const byId = new Map(orders.map((order) => [order.id, order]));
  return [
    ...checkHolds(world, entries, orders, byId),
    ...checkDetails(entries, byId),
    ...(await checkWaiting(world, entries, byId)),
    ...(await checkPayments(world, entries, byId)),
    ...(await checkRefunds(world, entries)),
    ...(await checkChanges(world, entries)),
    ...(await checkScans(world, entries)),
    ...(await checkPaths(world)),
  ];
}

const wrong = (check: string, entry: Entry | null, facts: object): Violation => ({
  check,
  facts: { ...(entry ? { n: entry.n, op: entry.op, outcome: entry.outcome } : {}), ...facts },
});

function checkHolds(
  world: World,
  entries: readonly Entry[],
  orders: readonly OrderRow[],
  byId: ReadonlyMap<string, OrderRow>,
): Violation[] {
  const found: Violation[] = [];
  const byKey = new Map(orders.map((order) => [order.key, order]));
  const asked = Map.groupBy(
    entries.filter(({ op }) => op === 'hold'),
    ({ input }) => String(input.requestKey),
  );
  // A hold is no money and its commit is not waited for: a database that dies within a second may have lost it, whole.
  const mayBeLost = (entry: Entry) =>
    world.databaseKilledAt.some((at) => entry.endedAt > at - 1000 && entry.invokedAt < at + 1000);
  const usedLater = new Set(
    entries
      .filter(({ op, outcome }) => op !== 'hold' && op !== 'look' && outcome === 'ok')
      .map(({ input }) => input.orderId),
  );
  for (const [key, tries] of asked) {
    const order = byKey.get(key);
    for (const entry of tries.filter(({ outcome }) => outcome === 'ok')) {
      const id = String(entry.value.orderId);
      if (byId.get(id)?.key === key) continue;
      // The same form, sent again after that, makes another order.
      if (mayBeLost(entry) && !usedLater.has(id)) continue;
      found.push(wrong('a hold that was promised is gone', entry, { orderId: id }));
    }
    if (order && tries.every(({ outcome }) => outcome === 'fail'))
      found.push(wrong('a hold that was refused is there', tries[0] ?? null, { orderId: order.id }));
  }
  for (const order of orders) {
    const isHeld = ['held', 'awaiting_payment', 'expiring'].includes(order.state);
    const isWhole = order.lines > 0 && order.claims > 0 && (!isHeld || order.claimed === order.people);
    if (!isWhole) found.push(wrong('an order is there in part', null, order));
    if (!asked.has(order.key) && !order.isFromList) found.push(wrong('an order that nobody asked for', null, order));
  }
  return found;
}

/** Whoever was put on the list is on it, and whoever was told that places were taken has the order. */
async function checkWaiting(
  world: World,
  entries: readonly Entry[],
  byId: ReadonlyMap<string, OrderRow>,
): Promise<Violation[]> {
  const onList = await ask<{ id: string; key: string }>(world, 'select id, request_key as key from waiting_entry');
  const keys = new Map(onList.map(({ id, key }) => [key, id]));
  return entries.flatMap((entry) => {
    if (
      entry.op === 'wait' &&
      entry.outcome === 'ok' &&
      keys.get(String(entry.input.requestKey)) !== entry.value.entryId
    )
      return [wrong('a party that was put on the list is not there', entry, {})];
    const isTaken = entry.op === 'answerOffer' && entry.outcome === 'ok' && entry.input.answer === 'take';
    return isTaken && !byId.get(String(entry.value.orderId))?.isFromList
      ? [wrong('places that were taken from the list are gone', entry, { orderId: entry.value.orderId })]
      : [];
  });
}

/** Each "details" writes its own mark: what stands there must be of one that no later one has replaced. */
function checkDetails(entries: readonly Entry[], byId: ReadonlyMap<string, OrderRow>): Violation[] {
  const found: Violation[] = [];
  const byOrder = Map.groupBy(
    entries.filter(({ op }) => op === 'details'),
    ({ input }) => String(input.orderId),
  );
  for (const [orderId, tries] of byOrder) {
    const order = byId.get(orderId);
    // A hold that has run out keeps what was typed all the same.
    const kept = (entry: Entry) => entry.outcome === 'ok' || entry.value.code === 'hold_run_out';
    const writers = tries.filter((entry) => kept(entry) || entry.outcome === 'unknown');
    const writer = writers.find(({ input }) => input.contactName === order?.name);
    const last = tries.filter(kept);
    if (!writer) {
      if (last.length > 0 && order) found.push(wrong('details are gone', last[0] ?? null, { orderId }));
      if (order?.name && writers.length === 0)
        found.push(wrong('details that were refused are there', tries[0] ?? null, { orderId }));
      continue;
    }
    const end = writer.outcome === 'unknown' ? Number.POSITIVE_INFINITY : writer.endedAt;
    const replaced = last.find((entry) => entry.invokedAt > end);
    if (replaced) found.push(wrong('details stand that were replaced', replaced, { orderId, by: writer.n }));
  }
  return found;
}

async function checkPayments(
  world: World,
  entries: readonly Entry[],
  byId: ReadonlyMap<string, OrderRow>,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const payments = await ask<{ session: string; state: string }>(
    world,
    'select session_id as session, state from payment where session_id is not null',
  );
  const bySession = new Map(payments.map((payment) => [payment.session, payment.state]));
  const unpaid = ['held', 'awaiting_payment', 'expiring', 'expired'];
  const givenBack = new Set(
    (
      await ask<{ id: string }>(
        world,
        `select distinct order_id as id from order_event where machine = 'order' and to_state in ('cancelled','expired')`,
      )
    ).map(({ id }) => id),
  );
  for (const entry of entries) {
    if (entry.outcome !== 'ok') continue;
    const orderId = String(entry.input.orderId);
    const state = byId.get(orderId)?.state ?? 'gone';
    if (entry.op === 'pay' && entry.value.state === 'paid') {
      const settled = bySession.get(String(entry.input.session));
      if (settled !== 'succeeded' && settled !== 'mismatch')
        found.push(wrong('money was not taken in', entry, { settled, ...entry.input }));
    }
    const saysPaid =
      (entry.op === 'settle' && entry.value.state === 'paid') ||
      (entry.op === 'start' && entry.value.kind === 'paid') ||
      entry.op === 'counter';
    if (saysPaid && unpaid.includes(state))
      found.push(wrong('an order that was said to be paid is not', entry, { orderId, state }));
    const session = entry.op === 'start' ? /\/c\/pay\/(cs_\w+)/.exec(String(entry.value.url ?? ''))?.[1] : undefined;
    if (session && !bySession.has(session))
      found.push(wrong('a payment page that no attempt knows', entry, { orderId, session }));
    if (entry.op === 'giveBack' && !givenBack.has(orderId))
      found.push(wrong('a hold was not given back', entry, { orderId, state }));
  }
  return found;
}

/** Each refund carries the mark of the operation that asked for it. */
async function checkRefunds(world: World, entries: readonly Entry[]): Promise<Violation[]> {
  const rows = await ask<{ note: string; ids: string[]; waivers: number }>(
    world,
    `select note, array_agg(id::text order by id) filter (where id is not null) as ids, count(waiver)::int as waivers
       from (select note, id, null::uuid as waiver from refund where note is not null
             union all select note, null, id from refund_waiver where state <> 'approved') n group by note`,
  );
  const written = await ask<{ ids: string[] }>(
    world,
    `select array(select jsonb_array_elements_text(after -> 'refundIds') order by 1) as ids from audit_log where action = 'tickets_given_back'`,
  );
  const asOne = new Set(written.map(({ ids }) => [...ids].sort().join()));
  const byNote = new Map(rows.map((row) => [row.note, row]));
  const found: Violation[] = [];
  for (const entry of entries.filter(({ op }) => op === 'refund')) {
    const row = byNote.get(String(entry.input.note));
    const ids = row?.ids ?? [];
    if (entry.outcome === 'ok' && entry.value.kind === 'refunding') {
      const told = (entry.value.refundIds as string[]).toSorted();
      if (told.some((id) => !ids.includes(id)))
        found.push(wrong('a refund that was promised is gone', entry, { told, ids }));
    }
    if (entry.outcome === 'fail' && row) found.push(wrong('a refund that was refused is there', entry, { ids }));
    // Tickets go back all together: what stands there is what one transaction wrote. A repeat of a failed one is a row of its own.
    const first =
      ids.length > 0 && ![...asOne].some((all) => all !== '' && all.split(',').every((id) => ids.includes(id)));
    if (first) found.push(wrong('a refund is there in part', entry, { ids }));
  }
  return found;
}

async function checkScans(world: World, entries: readonly Entry[]): Promise<Violation[]> {
  const scans = await ask<{ id: string; outcome: string; admitted: boolean }>(
    world,
    'select s.id, s.outcome, a.id is not null as admitted from scan s left join admission a on a.scan_id = s.id',
  );
  const byId = new Map(scans.map((scan) => [scan.id, scan]));
  return entries
    .filter(({ op }) => op === 'scan')
    .flatMap((entry) => {
      const scan = byId.get(String(entry.input.scanId));
      if (entry.outcome === 'fail') return scan ? [wrong('a scan that was refused is there', entry, scan)] : [];
      if (entry.outcome === 'unknown' || entry.value.judged === undefined) return [];
      const isAsTold = scan?.outcome === entry.value.judged && scan.admitted === (scan.outcome === 'admitted');
      return isAsTold ? [] : [wrong('a scan is not as it was told', entry, { scan, told: entry.value })];
    });
}

async function checkPaths(world: World): Promise<Violation[]> {
  const events = await ask<ModelEvent>(
    world,
    `select order_id as "orderId", machine, object_id as "objectId", from_state as "from", to_state as "to" from order_event order by pg_xact_commit_timestamp(xmin), id`,
  );
  const orders = await ask<{ id: string; timeslotId: string; people: number }>(
    world,
    `select o.id, min(l.timeslot_id::text) as "timeslotId", sum(l.quantity)::int as people from orders o join order_line l on l.order_id = o.id where not exists (select 1 from audit_log where action in ('order_moved','order_changed') and object_id = o.id::text) group by o.id`,
  );
  const capacity = await ask<{ id: string; most: number }>(
    world,
    `select timeslot_id as id, sum(capacity + overbook)::int as most from pool where kind = 'lane' and lane = 'public' group by 1`,
  );
  const changes = await ask<{ id: string; due: number; payments: string[] }>(
    world,
    `select c.id, greatest(0, c.after_minor - c.before_minor) as due, array(select id::text from payment where change_id = c.id) as payments from order_change c`,
  );
  return replay(
    events,
    new Map(orders.map(({ id, ...order }) => [id, order])),
    new Map(capacity.map(({ id, most }) => [id, most])),
    new Map(changes.map(({ id, ...change }) => [id, change])),
  ).map((words) => ({ check: 'the model would not have allowed it', facts: { words } }));
}
