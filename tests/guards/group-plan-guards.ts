import {
  endOffer,
  first,
  groupFinds,
  groupRefuses,
  groupRefusesAfter,
  guides,
  later,
  offer,
  offered,
  plan,
  sideBySide,
  slots,
  visit,
  world,
} from './group-scene.ts';
import { Breach, type Guard, inFunction, trigger } from './guard.ts';
import { type Scene, until } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

const writePlan = 'write_plan(group_visit, uuid, jsonb, text)';
const ownGuide = visit(first, { has_own_guide: 'true' });

/** The whole party at one time. */
const together = (slot: number, guide: number | null = 0) => plan([{ slot, people: 12, guide }]);

/** The plan is refused so, when this has been done before. */
const planRefused = (expected: string, prepare: string[], asked: string, parts: object) =>
  groupRefusesAfter(
    () => prepare,
    expected,
    () => [asked, offer([parts])],
  );

/** Who comes second waits for the lowest pool before having locked any other. */
async function locksInOrder(s: Scene): Promise<void> {
  await s.owner(world(s));
  await s.app(visit());
  const pool = (slot: number) => `select id from pool where timeslot_id = '${slots[slot]}' and lane = 'schools'`;
  const [holder, other, witness] = [await s.another(), await s.another(), await s.another()];
  await holder.query(`begin; ${pool(0)} for update`);
  const { pid } = (await other.query('select pg_backend_pid() as pid')).rows[0];
  const waiting = other.query(offer([later, plan()])).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await until(s, `cardinality(pg_blocking_pids(${pid})) > 0`);
    await witness.query(`${pool(3)} for update nowait`).catch(() => {
      throw new Breach('a higher pool was locked before the lowest: two offers can wait for each other in a ring');
    });
  } finally {
    await holder.query('rollback');
    await waiting;
  }
}

/** What is looked at before a plan takes its places and guides, and when it gives them back. */
export const groupPlanGuards: Guard[] = [
  trigger(
    'timeslot',
    'keep_groups',
    places(
      'a time that is cancelled under a group',
      groupRefusesAfter(
        () => offered(),
        'timeslot_has_group',
        () => [`update timeslot set state = 'cancelling' where id = '${slots[0]}'`],
      ),
    ),
  ),
  inFunction(
    'keep_groups: whoever still has it',
    'keep_groups()',
    'and is_live',
    '',
    places('a time that nobody may cancel because a group had it once', async (s) => {
      await s.owner(world(s));
      for (const text of [...offered(), endOffer('withdrawn')]) await s.owner(text);
      await s.app(`update timeslot set state = 'cancelling' where id = '${slots[0]}'`).catch(() => {
        throw new Breach('kept for a group that is gone');
      });
    }),
  ),
  {
    name: 'keep_groups: after whoever takes places at this moment',
    stands: [],
    off: {
      kind: 'sql',
      text: 'alter trigger keep_groups on timeslot rename to a_keep_groups',
    },
    ...places('a time that is cancelled while a group is given it', async (s) => {
      await s.owner(world(s));
      await s.owner(ownGuide);
      const told = await sideBySide(
        s,
        offer([together(0, null)]),
        `update timeslot set state = 'cancelling' where id = '${slots[0]}'`,
      );
      if (told !== 'timeslot_has_group') throw new Breach(told);
    }),
  },
  inFunction(
    'lock_visit_pools: ascending locks',
    'lock_visit_pools(uuid[])',
    'order by id for update',
    'order by id',
    places('two offers that wait for each other in a ring', locksInOrder),
  ),
  inFunction(
    'write_plan: the whole party',
    writePlan,
    '<> v.pupils + v.teachers + v.parents + v.aides',
    'is null',
    places(
      'places for half a class',
      groupRefuses('app', 'plan_party', () => [visit(), offer([plan([{}])])]),
    ),
  ),
  inFunction(
    'write_plan: on sale',
    writePlan,
    "t.state = 'on_sale' and ",
    '',
    places(
      'a closed time that is offered to a party',
      planRefused('MU001', [`update timeslot set state = 'closed' where id = '${slots[0]}'`], visit(), plan()),
    ),
  ),
  inFunction(
    'write_plan: ahead',
    writePlan,
    't.starts_at > now() and ',
    '',
    places(
      'a time that has begun',
      planRefused(
        'MU001',
        [`update timeslot set starts_at = now() - interval '1 minute' where id = '${slots[0]}'`],
        visit(),
        together(0),
      ),
    ),
  ),
  inFunction(
    'write_plan: its programme',
    writePlan,
    'and coalesce(p.variant_of_id, p.id) = v.product_id',
    '',
    places('a time of another programme', planRefused('MU001', [], visit(), together(6))),
  ),
  inFunction(
    'write_plan: its language',
    writePlan,
    'and (t.language is null or t.language = v.tour_language)',
    '',
    places(
      'a time in a language that the party does not speak',
      planRefused('MU001', [`update timeslot set language = 'ru' where id = '${slots[0]}'`], ownGuide, together(0)),
    ),
  ),
  inFunction(
    'write_plan: one day',
    writePlan,
    '(select count(distinct visit_date) from timeslot where id = any (slots)) <> 1',
    'false',
    places('a class that comes on two days', planRefused('MU001', [], visit(), plan([{}, { slot: 7 }]))),
  ),
  inFunction(
    'write_plan: every sub-group has its guide',
    writePlan,
    'g.guide_id is null or not exists (',
    'g.guide_id is not null and not exists (',
    places(
      'a sub-group that goes without a guide',
      planRefused('guide_language', [], visit(), plan([{ guide: null }, {}])),
    ),
  ),
  inFunction(
    'write_plan: the guide speaks the party’s language',
    writePlan,
    'v.tour_language = any (languages)',
    'true',
    places('a guide whom nobody understands', planRefused('guide_language', [], visit(), plan([{ guide: 4 }, {}]))),
  ),
  inFunction(
    'write_plan: the guide is nobody else’s',
    writePlan,
    't.guide_id is not null and t.guide_id <> g.guide_id',
    'false',
    places(
      'a party that is promised one guide and led by another',
      planRefused(
        'guide_taken',
        [`update timeslot set guide_id = '${guides[3]}' where id = '${slots[0]}'`],
        visit(),
        plan(),
      ),
    ),
  ),
  inFunction(
    'write_plan: takes its guides',
    writePlan,
    'update timeslot t set guide_id = g.guide_id from sub_group g',
    'update timeslot t set guide_id = null from sub_group g',
    places(
      'a guide who is promised and may lead elsewhere',
      groupFinds(() => offered(), `select from timeslot where guide_id = '${guides[0]}'`, 'nobody leads the time'),
    ),
  ),
  inFunction(
    'release_plans: the guide is free',
    'release_plans(uuid[])',
    't.guide_id = g.guide_id and t.starts_at > now()',
    'false',
    places(
      'a guide who is kept by a party that is gone',
      groupFinds(
        () => [...offered(), endOffer('declined')],
        `select where not exists (select from timeslot where guide_id = '${guides[0]}')`,
        'still taken',
      ),
    ),
  ),
  inFunction(
    'offer_plans: one to three plans',
    'offer_plans(uuid, jsonb, timestamp with time zone, text, uuid)',
    'jsonb_array_length(plans) not between 1 and 3',
    'false',
    places(
      'an offer of nothing',
      groupRefuses('app', 'plan_party', () => [visit(), offer([])]),
    ),
  ),
  inFunction(
    'offer_plans: the visit’s lock',
    'offer_plans(uuid, jsonb, timestamp with time zone, text, uuid)',
    'where id = wanted for update',
    'where id = wanted',
    places('an offer for what a party was before', async (s) => {
      await s.owner(world(s));
      await s.app(visit());
      const answer = await sideBySide(s, 'update group_visit set pupils = 5', offer());
      if (answer !== 'plan_party') throw new Breach(answer);
    }),
  ),
];
