import { Breach, type Guard, inFunction, trigger } from './guard.ts';
import { addOrder, refused, refuses, type Scene, ticketOf, until } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

/** The counters and the sum of the claims must be one, pool by pool. */
async function countsAgree(s: Scene): Promise<void> {
  const { rows } = await s.owner(`
    select p.id from pool p left join pool_set_member m on m.pool_id = p.id left join claim c using (pool_set_id) group by p.id
    having p.held <> coalesce(sum(c.quantity) filter (where c.state = 'held'), 0)
        or p.sold <> coalesce(sum(c.quantity) filter (where c.state = 'sold'), 0)`);
  if (rows.length) throw new Breach(`${rows.length} pools count otherwise than their claims`);
}

/** Somebody holds the pool with the lowest id: who comes after waits for it, and has locked no other pool before. */
async function locksInOrder(s: Scene, claim: string): Promise<void> {
  const ends = `select min(m.pool_id) as first, max(m.pool_id) as last from claim c join pool_set_member m using (pool_set_id)
                where c.order_id = '${s.held.order}'`;
  const { first, last } = (await s.owner(ends)).rows[0];
  const [holder, other, witness] = [await s.another(), await s.another(), await s.another()];
  await holder.query(`begin; select 1 from pool where id = ${first} for update`);
  const { pid } = (await other.query('select pg_backend_pid() as pid')).rows[0];
  const waiting = other.query(claim).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await until(s, `cardinality(pg_blocking_pids(${pid})) > 0`);
    await witness.query(`select 1 from pool where id = ${last} for update nowait`).catch(() => {
      throw new Breach('a higher pool was locked before the lowest: two such claims can wait for each other in a ring');
    });
  } finally {
    await holder.query('rollback');
    await waiting;
  }
}

const counts = 'count_claims()';
const tickets = 'check_tickets_have_places(uuid[])';

/** What counts claims into pools, and what keeps a ticket and its place together. */
export const claimGuards: Guard[] = [
  trigger(
    'claim',
    'count_claims_insert',
    places('a claim that nobody counts', async (s) => {
      await addOrder(s.app, s.museum, 'NEXT01');
      await countsAgree(s);
    }),
  ),
  trigger(
    'claim',
    'count_claims_update',
    places('places given back that stay taken', async (s) => {
      await s.app(`update claim set state = 'released' where order_id = '${s.held.order}'`);
      await countsAgree(s);
    }),
  ),
  trigger(
    'claim',
    'count_claims_delete',
    places('a deleted claim that stays counted', async (s) => {
      await s.owner(`delete from claim where order_id = '${s.held.order}'`);
      await countsAgree(s);
    }),
  ),
  trigger(
    'claim',
    'guard_claim_insert',
    places(
      'a claim that begins sold',
      refuses(
        'app',
        'MU002',
        (s) => `insert into claim (order_id, pool_set_id, quantity, state)
      select '${s.held.order}', id, 1, 'sold' from pool_set where timeslot_id = '${s.museum.timeslots[1]}' and lane = 'public'`,
      ),
    ),
  ),
  inFunction(
    'guard_claim_insert: needs an order',
    'guard_claim_insert()',
    'new.order_id is null or ',
    '',
    places(
      'places taken for no order at all',
      refuses(
        'app',
        'MU002',
        (s) => `insert into claim (order_id, pool_set_id, quantity, state)
        select null, id, 1, 'held' from pool_set where timeslot_id = '${s.museum.timeslots[1]}' and lane = 'public'`,
      ),
    ),
  ),
  trigger(
    'claim',
    'guard_transition',
    places(
      'a sold place that becomes a mere hold',
      refuses('app', 'MU002', (s) => `update claim set state = 'held' where order_id = '${s.bare.order}'`),
    ),
  ),
  inFunction(
    'count_claims: closed pools',
    counts,
    "p.status <> 'on_sale' and ",
    'false and ',
    places(
      'a place in a pool that staff have closed',
      refuses('app', 'MU001', (s) => [
        `update pool set status = 'closed' where timeslot_id = '${s.museum.timeslots[0]}'`,
        `update claim set quantity = 3 where order_id = '${s.held.order}'`,
      ]),
    ),
  ),
  inFunction(
    'count_claims: ascending locks',
    counts,
    'order by id for update',
    'order by id desc for update',
    places('two buyers who wait for each other in a ring', (s) =>
      locksInOrder(s, `update claim set quantity = 3 where order_id = '${s.held.order}'`),
    ),
  ),
  inFunction(
    'check_tickets_have_places: the sum',
    tickets,
    'if exists (',
    'if false and exists (',
    places(
      'a ticket whose place has been given back',
      refuses('app', 'MU003', (s) => `update claim set state = 'released' where order_id = '${s.paid.order}'`),
    ),
  ),
  inFunction(
    'check_tickets_have_places: live tickets',
    tickets,
    "and c.state = 'sold'",
    '',
    places(
      'a ticket on a place that is only held',
      refuses('owner', 'MU003', (s) => [
        `update claim set state = 'released' where order_id = '${s.bare.order}'`,
        ticketOf(s.museum, s.bare, 1, 'BARE0001'),
      ]),
    ),
  ),
  inFunction(
    'check_tickets_have_places: the order’s lock',
    tickets,
    'order by id for no key update',
    'order by id',
    places('a ticket made in the moment in which its place is given back', async (s) => {
      const [maker, giver] = [await s.another(), await s.another(300)];
      await maker.query(`begin; ${ticketOf(s.museum, s.bare, 1, 'BARE0001')}`);
      await refused(
        () => giver.query(`update claim set state = 'released' where order_id = '${s.bare.order}'`),
        '55P03',
      );
    }),
  ),
  trigger(
    'pool_set_member',
    'only_added_to',
    places(
      'a claim that gives back elsewhere than it took',
      refuses(
        'owner',
        'MU005',
        (s) => `delete from pool_set_member using claim c where c.pool_set_id = pool_set_member.pool_set_id
      and c.order_id = '${s.held.order}'`,
      ),
    ),
  ),
  trigger(
    'timeslot',
    'guard_transition',
    places(
      'a cancelled time that is on sale again',
      refuses('app', 'MU002', (s) =>
        ['cancelling', 'cancelled', 'on_sale'].map(
          (state) => `update timeslot set state = '${state}' where id = '${s.museum.timeslots[1]}'`,
        ),
      ),
    ),
  ),
];
