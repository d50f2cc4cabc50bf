import { newId } from '#lib/platform/ids.ts';
import { Breach, type Guard, inFunction } from './guard.ts';
import { linkHashOf, type Scene, until } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

type Wish = {
  people?: number;
  requestKey?: string;
  slot?: number;
  channel?: string;
  code?: string;
  timeslotId?: string;
};

function wishOf(s: Scene, wish: Wish = {}) {
  const people = wish.people ?? 1;
  const code = wish.code ?? newId().slice(-10).toUpperCase();
  return {
    actorKind: 'visitor',
    actorId: null,
    orderId: newId(),
    code,
    linkHash: linkHashOf(code),
    requestKey: wish.requestKey ?? null,
    channel: wish.channel ?? 'web',
    lane: 'public',
    locale: 'az',
    currency: 'AZN',
    timeslotId: wish.timeslotId ?? s.museum.timeslots[wish.slot ?? 0],
    holdMinutes: 10,
    totalMinor: people * 500,
    lines: [{ ticketTypeId: s.museum.ticketTypes.adult, quantity: people, unitPriceMinor: 500, taxMinor: 0 }],
  };
}

const holding = (wishes: object[]) =>
  `select verdict from hold_places('${JSON.stringify(wishes)}'::jsonb) order by ordinal`;

/** Each wish must be answered so; a failure of the whole list is a breach too: one visitor's refusal is nobody else's. */
async function answers(
  run: (text: string) => Promise<{ rows: { verdict: string }[] }>,
  wishes: object[],
  expected: string[],
) {
  let said: string[];
  try {
    said = (await run(holding(wishes))).rows.map((row) => row.verdict);
  } catch (error) {
    throw new Breach(`instead of an answer, an error: ${(error as Error).message}`);
  }
  if (said.join() !== expected.join()) throw new Breach(`answered ${said.join()} instead of ${expected.join()}`);
}

const hold = 'hold_places(jsonb)';
const release = 'release_run_out(integer, bigint[])';

async function releasedNow(s: Scene, prepare: string[]): Promise<void> {
  for (const text of prepare) await s.owner(text);
  const { rows } = await s.app('select release_run_out(10) as released');
  if (rows[0].released > 0) throw new Breach('its places were given away');
}

const runOut = (order: string) =>
  `update orders set held_at = now() - interval '50 minutes', expires_at = now() - interval '1 second' where id = '${order}'`;

/** The predicates and locks of holding and of giving back. */
export const functionGuards: Guard[] = [
  inFunction(
    'hold_places: room',
    hold,
    "if room < wanted then verdict := 'full'",
    "if false then verdict := 'full'",
    places('one wish too many that fails its neighbours', (s) =>
      answers(s.app, [wishOf(s, { people: 8 }), wishOf(s, { people: 1 })], ['full', 'held']),
    ),
  ),
  inFunction(
    'hold_places: what neighbours just took',
    hold,
    'room := run_room - pending',
    'room := run_room',
    places('two wishes of one flush that get the same place', (s) =>
      answers(s.app, [wishOf(s, { people: 3 }), wishOf(s, { people: 3 })], ['held', 'full']),
    ),
  ),
  inFunction(
    'hold_places: locks before it judges',
    hold,
    'order by id for update',
    'order by id',
    places('a judgement on places that somebody is just taking', async (s) => {
      const [first, second] = [await s.another(), await s.another()];
      await first.query('begin');
      await answers((text) => first.query(text), [wishOf(s, { people: 4 })], ['held']);
      const { pid } = (await second.query('select pg_backend_pid() as pid')).rows[0];
      const answered = answers((text) => second.query(text), [wishOf(s, { people: 1 })], ['full']).then(
        () => null,
        (error) => error,
      );
      await until(s, `cardinality(pg_blocking_pids(${pid})) > 0`);
      await first.query('commit');
      const failure = await answered;
      if (failure) throw failure;
    }),
  ),
  inFunction(
    'hold_places: the same form again',
    hold,
    'if known ? key then',
    'if false then',
    places('a double click that is not answered with its order', async (s) => {
      const requestKey = newId();
      await answers(s.app, [wishOf(s, { requestKey })], ['held']);
      await answers(s.app, [wishOf(s, { requestKey })], ['repeat']);
    }),
  ),
  inFunction(
    'hold_places: on sale',
    hold,
    "slot.state <> 'on_sale'",
    'false',
    places('a place at a time that is not on sale', async (s) => {
      await s.app(`update timeslot set state = 'closed' where id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: not begun',
    hold,
    'slot.starts_at <= now()',
    'false',
    places('a visit sold online that has begun', async (s) => {
      await s.owner(
        `update timeslot set starts_at = now() - interval '5 minutes' where id = '${s.museum.timeslots[0]}'`,
      );
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: not over',
    hold,
    'slot.ends_at <= now()',
    'false',
    places('a visit sold at the desk that is over', async (s) => {
      await s.owner(`update timeslot set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
                      where id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s, { channel: 'desk' })], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: closed pools',
    hold,
    'or not is_open',
    '',
    places('a closed pool that fails a visitor instead of refusing', async (s) => {
      await s.app(`update pool set status = 'closed' where timeslot_id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: run-out holds make room',
    hold,
    'released := release_run_out(200, pools)',
    'released := 0',
    places('a full house of people who have long left', async (s) => {
      await s.owner(runOut(s.held.order));
      await answers(s.app, [wishOf(s, { people: 6 })], ['held']);
    }),
  ),
  inFunction(
    'hold_places: all together only where all fit',
    hold,
    'p.capacity + p.overbook - p.held - p.sold < a.people',
    'false',
    places('a rush that is answered with an error', (s) =>
      answers(s.app, [wishOf(s, { people: 3 }), wishOf(s, { people: 3 })], ['held', 'full']),
    ),
  ),
  inFunction(
    'hold_places: all together only from open pools',
    hold,
    "p.status <> 'on_sale' or p.capacity",
    'p.capacity',
    places('a closed pool that fails a visitor instead of refusing', async (s) => {
      await s.app(`update pool set status = 'closed' where timeslot_id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: all together only on sale',
    hold,
    "coalesce(t.state = 'on_sale' and",
    'coalesce(true and',
    places('a place at a time that is not on sale', async (s) => {
      await s.app(`update timeslot set state = 'closed' where id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: all together only before it begins',
    hold,
    '(t.starts_at > now() or not w.is_online)',
    'true',
    places('a visit sold online that has begun', async (s) => {
      await s.owner(
        `update timeslot set starts_at = now() - interval '5 minutes' where id = '${s.museum.timeslots[0]}'`,
      );
      await answers(s.app, [wishOf(s)], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: all together only before it is over',
    hold,
    't.ends_at > now()',
    'true',
    places('a visit sold at the desk that is over', async (s) => {
      await s.owner(`update timeslot set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
                      where id = '${s.museum.timeslots[0]}'`);
      await answers(s.app, [wishOf(s, { channel: 'desk' })], ['not_on_sale']);
    }),
  ),
  inFunction(
    'hold_places: all together only new forms',
    hold,
    'and not exists (select 1 from orders o where o.request_key',
    'and not exists (select 1 from orders o where false and o.request_key',
    places('a double click that is not answered with its order', async (s) => {
      const requestKey = newId();
      await answers(s.app, [wishOf(s, { requestKey })], ['held']);
      await answers(s.app, [wishOf(s, { requestKey })], ['repeat']);
    }),
  ),
  inFunction(
    'hold_places: all together only different forms',
    hold,
    'and count(q.request_key) = count(distinct q.request_key)',
    '',
    places('a double click in one moment that is not answered with one order', (s) => {
      const requestKey = newId();
      return answers(s.app, [wishOf(s, { requestKey }), wishOf(s, { requestKey })], ['held', 'repeat']);
    }),
  ),
  inFunction(
    'hold_places: all together only of one person',
    hold,
    'count(distinct q.actor) = 1 and',
    '',
    places('a hold that stands in the history under another name', async (s) => {
      await answers(s.app, [wishOf(s), { ...wishOf(s), actorKind: 'staff', actorId: 'a colleague' }], ['held', 'held']);
      const { rowCount } = await s.owner(
        `select from order_event where actor_id = 'a colleague' and machine = 'order'`,
      );
      if (rowCount !== 1) throw new Breach('the history names somebody else');
    }),
  ),
  inFunction(
    'release_run_out: live payments',
    release,
    "and not exists (select 1 from payment p where p.order_id = o.id and p.state in ('created','open','processing'))",
    '',
    places('a place given away while its visitor is paying', (s) =>
      releasedNow(s, [
        runOut(s.held.order),
        `insert into payment (order_id, provider, state, amount_minor, currency) values ('${s.held.order}', 'stripe', 'open', 1000, 'AZN')`,
      ]),
    ),
  ),
  inFunction(
    'release_run_out: time',
    release,
    'and o.expires_at < now()',
    '',
    places('a hold that is given away before its time', (s) => releasedNow(s, [])),
  ),
  inFunction(
    'release_run_out: skip what is at work',
    release,
    'for update skip locked',
    'for update',
    places('a sweeper that stands still behind one slow visitor', async (s) => {
      await s.owner(runOut(s.held.order));
      const [visitor, sweeper] = [await s.another(), await s.another(300)];
      await visitor.query(`begin; select 1 from orders where id = '${s.held.order}' for no key update`);
      await sweeper.query('select release_run_out(10)').catch(() => {
        throw new Breach('the sweeper waits for a visitor');
      });
    }),
  ),
];
