import {
  accept,
  agreed,
  end,
  endOffer,
  first,
  groupAnswers,
  groupRefuses,
  groupRefusesAfter,
  guides,
  later,
  offer,
  offered,
  plan,
  request,
  second,
  swap,
  visit,
  world,
} from './group-scene.ts';
import { Breach, type Guard, inFunction } from './guard.ts';
import type { Scene } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });
const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });

const acceptPlan = 'accept_plan(uuid, jsonb)';
const endGroupOffer = 'end_group_offer(uuid, text, text)';
const runOut = `update group_offer set offered_at = now() - interval '2 days', expires_at = now() - interval '1 second'`;
const step = (state: string) => `update group_visit set state = '${state}'`;

const resize = (s: Scene) =>
  `select resize_visit('${first}', '{"pupils":8,"teachers":2,"parents":0,"aides":0}',
     '[{"no":1,"people":5,"adults":1},{"no":2,"people":5,"adults":1}]', '${request(s, { pupils: 8 })}')`;

/** What the functions of agreed visits and their offers look at before they act. */
export const groupFunctionGuards: Guard[] = [
  inFunction(
    'accept_plan: an offer that has run out is over',
    acceptPlan,
    'or o.expires_at <= now()',
    '',
    places('an offer taken after its time', async (s) => {
      await s.owner(world(s));
      for (const text of [...offered(), runOut]) await s.owner(text);
      const { rows } = await s.app(accept(s));
      if (rows[0].answer !== 'over') throw new Breach(`answered ${rows[0].answer}`);
    }),
  ),
  inFunction(
    'accept_plan: once',
    acceptPlan,
    "if v.plan_id = wanted_plan and is_agreed_visit(v.state) then return 'repeat'; end if;",
    '',
    money(
      'a button pressed twice that says it was too late',
      groupAnswers((s) => [...agreed(s), accept(s)], 'repeat'),
    ),
  ),
  inFunction(
    'a group’s offer ends once',
    endGroupOffer,
    "o.state <> 'open' or ",
    '',
    places(
      'places that come back twice',
      groupAnswers(() => [...offered(), endOffer('declined'), endOffer('declined')], false),
    ),
  ),
  inFunction(
    'a group’s offer runs out by the clock',
    endGroupOffer,
    "(next_state = 'lapsed' and o.expires_at > now())",
    'false',
    places(
      'an offer that is taken away before its time',
      groupAnswers(() => [...offered(), endOffer('lapsed')], false),
    ),
  ),
  inFunction(
    'end_group_offer: who was agreed keeps what it had',
    endGroupOffer,
    "case when v.state = 'rescheduled' then 'confirmed' else next_visit end",
    'next_visit',
    places('an agreed party that loses its places by declining others', async (s) => {
      await s.owner(world(s));
      for (const text of [...agreed(s), offer([later])]) await s.app(text);
      try {
        await s.app(
          `select end_group_offer((select id from group_offer where state = 'open'), 'declined', 'submitted')`,
        );
      } catch (error) {
        throw new Breach((error as Error).message);
      }
    }),
  ),
  inFunction(
    'swap_plan: who is still to come',
    'swap_plan(uuid, jsonb, jsonb)',
    "v.state not in ('confirmed','names_due','list_sent','list_cleared','ready')",
    'false',
    admission(
      'a party that is here and moves to another time',
      groupRefuses('app', 'visit_state', (s) => [...agreed(s), step('arrived'), swap(s)]),
    ),
  ),
  inFunction(
    'resize_visit: before it is over',
    'resize_visit(uuid, jsonb, jsonb, jsonb)',
    "v.state not in ('confirmed','names_due','list_sent','list_cleared','ready','part_arrived','arrived')",
    'false',
    money(
      'a visit that was for fewer once it is over',
      groupRefuses('app', 'visit_state', (s) => [...agreed(s), step('arrived'), step('completed'), resize(s)]),
    ),
  ),
  inFunction(
    'resize_visit: its claims follow',
    'resize_visit(uuid, jsonb, jsonb, jsonb)',
    'set quantity = g.people from',
    'set quantity = c.quantity from',
    places('places kept by fewer people', async (s) => {
      await s.owner(world(s));
      for (const text of agreed(s)) await s.app(text);
      try {
        await s.app(resize(s));
      } catch (error) {
        throw new Breach((error as Error).message);
      }
    }),
  ),
  inFunction(
    'end_visit: somebody has arrived',
    'end_visit(uuid, text, text)',
    'and admitted_people > 0',
    'and false',
    admission(
      'a visit cancelled while its children are in the cells',
      groupRefusesAfter(
        (s) => [...agreed(s), 'update ticket set admitted_people = 1 where party_size > 1'],
        'visit_arrived',
        () => end('cancelled_by_group'),
      ),
    ),
  ),
  inFunction(
    'change_sub_group_guide: speaks the party’s language',
    'change_sub_group_guide(uuid, uuid)',
    'and v.tour_language = any (u.languages)',
    '',
    places(
      'a guide whom nobody understands in another’s stead',
      groupRefuses('app', 'guide_language', () => [
        ...offered(),
        `select change_sub_group_guide((select id from sub_group where no = 1), '${guides[4]}')`,
      ]),
    ),
  ),
  inFunction(
    'change_sub_group_guide: whose time it is',
    'change_sub_group_guide(uuid, uuid)',
    'where id = wanted and is_live',
    'where id = wanted',
    places(
      'a party that is gone and takes the guide of the next',
      groupRefuses('app', 'visit_state', () => [
        ...offered(),
        endOffer('declined'),
        visit(second),
        offer([plan()], second),
        `select change_sub_group_guide((select g.id from sub_group g join group_plan p on p.id = g.plan_id
           where p.visit_id = '${first}' and g.no = 1), null)`,
      ]),
    ),
  ),
  inFunction(
    'check_tickets_have_places: a party’s people',
    'check_tickets_have_places(uuid[])',
    "s.lane <> 'guide' and c.state = 'sold'",
    'true',
    admission(
      'a party’s ticket that lets in more than have places',
      groupRefuses('owner', 'MU003', (s) => [...agreed(s), 'update ticket set party_size = 14 where party_size > 1'], [
        'alter table ticket disable trigger check_visit',
      ]),
    ),
  ),
];
