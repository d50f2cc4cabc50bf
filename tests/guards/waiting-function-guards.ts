import { sqlState } from '#lib/platform/transaction.ts';
import { Breach, type Guard, inFunction } from './guard.ts';
import { refused, type Scene } from './scene.ts';
import { entry, first, offer, offered, take, wish } from './waiting-scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });

async function all(s: Scene, texts: string[]): Promise<void> {
  for (const text of texts) await s.app(text);
}

/** The answer must be this; anything else is what the guard is against. */
async function answers(s: Scene, text: string, column: string, expected: unknown): Promise<void> {
  const { rows } = await s.app(text);
  if (rows[0]?.[column] !== expected) throw new Breach(`answered ${JSON.stringify(rows[0]?.[column])}`);
}

const end = (next: string) => `select end_offer((select id from waiting_offer), '${next}') as ended`;
const runOut = `update waiting_offer set offered_at = now() - interval '2 days', expires_at = now() - interval '1 second'`;

/** What the functions of the waiting list look at before they act. */
export const waitingFunctionGuards: Guard[] = [
  inFunction(
    'lock_room locks the pools',
    'lock_room(uuid)',
    'order by id for update',
    'order by id',
    places('places judged free that somebody is just taking', async (s) => {
      const [one, other] = [await s.another(), await s.another(200)];
      await one.query('begin');
      await one.query(`select lock_room('${s.museum.timeslots[0]}')`);
      try {
        await other.query(
          `update pool set status = status where timeslot_id = '${s.museum.timeslots[0]}' and lane = 'public'`,
        );
      } catch (error) {
        if (sqlState(error) === '55P03') return;
        throw error;
      } finally {
        await one.query('rollback');
      }
      throw new Breach('the pools were free');
    }),
  ),
  inFunction(
    'offers only what is wished',
    'offer_places(uuid, uuid, integer)',
    ' or not is_wished(e.id, slot)',
    '',
    places('places held for who did not ask for them', async (s) => {
      await all(s, [entry(s), wish(s)]);
      await answers(s, offer(s, first, 1), 'id', null);
    }),
  ),
  inFunction(
    'offers only what is on sale',
    'offer_places(uuid, uuid, integer)',
    "slot.state is distinct from 'on_sale' or ",
    '',
    places('a closed time that is offered', async (s) => {
      await all(s, [entry(s), wish(s)]);
      await s.owner(`update timeslot set state = 'closed' where id = '${s.museum.timeslots[0]}'`);
      await answers(s, offer(s), 'id', null);
    }),
  ),
  inFunction(
    'offers no part that was not accepted',
    'offer_places(uuid, uuid, integer)',
    'places > e.people or (places < e.people and',
    'places > e.people or (false and',
    places('a party that is torn apart', async (s) => {
      await all(s, [entry(s, first, { people: '3' }), wish(s)]);
      await refused(() => s.app(offer(s)), 'MU026');
    }),
  ),
  inFunction(
    'an offer ends once',
    'end_offer(uuid, text, text)',
    "o.state <> 'open' or ",
    '',
    places('places that come back twice', async (s) => {
      await all(s, [...offered(s), end('declined')]);
      await answers(s, end('declined'), 'ended', false);
    }),
  ),
  inFunction(
    'an offer runs out by the clock',
    'end_offer(uuid, text, text)',
    "(next_state = 'lapsed' and o.expires_at > now())",
    'false',
    places('an offer that is taken away before its time', async (s) => {
      await all(s, offered(s));
      await answers(s, end('lapsed'), 'ended', false);
    }),
  ),
  inFunction(
    'an offer that has run out is over',
    'take_offer(jsonb, uuid)',
    "o.state <> 'open' or o.expires_at <= now()",
    "o.state <> 'open'",
    places('an offer taken after its time', async (s) => {
      await all(s, offered(s));
      await s.owner(runOut);
      await answers(s, take(s), 'verdict', 'over');
    }),
  ),
  inFunction(
    'an offer is taken as it was made',
    'take_offer(jsonb, uuid)',
    'people <> o.people or ',
    '',
    places('two places offered and four taken', async (s) => {
      await all(s, offered(s));
      await refused(() => s.app(take(s, 4)), 'waiting_offer_request');
    }),
  ),
  inFunction(
    'taken offers count for their address',
    'take_offer(jsonb, uuid)',
    'perform check_email_day(answer.order_id);',
    '',
    places('more tickets for one address than a day allows', async (s) => {
      await s.owner(
        "insert into setting (key, valid_from, value) values ('email_day_ticket_limit', '2000-01-01', '1')",
      );
      await all(s, offered(s));
      await refused(() => s.app(take(s)), 'email_day_limit');
    }),
  ),
];
