import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { refused, refuses, type Scene } from './scene.ts';

const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

const gives = (s: Scene, donation: number, total = 1000 + donation) =>
  `update orders set donation_minor = ${donation}, total_minor = ${total} where id = '${s.held.order}'`;
const given = (s: Scene) => [
  gives(s, 300),
  `insert into payment (order_id, provider, state, amount_minor, currency, captured_minor)
   values ('${s.held.order}', 'stripe', 'succeeded', 1300, 'AZN', 1300)`,
  `update orders set state = 'paid' where id = '${s.held.order}'`,
];
const back = (s: Scene, amount: number) =>
  `update orders set donation_back_minor = ${amount} where id = '${s.held.order}'`;
const commemorates = (date: string) =>
  `insert into day_type (visit_date, code, names) values (${date}, 'commemoration', '{"az":"x","en":"x","ru":"x"}')`;
const visitDate = (s: Scene) => `(select visit_date from timeslot where id = '${s.museum.timeslots[0]}')`;
const today = `(now() at time zone (select time_zone from museum))::date`;

async function onDay(s: Scene, date: string): Promise<void> {
  await s.owner(commemorates(date));
  await refused(() => s.app(gives(s, 300)), 'MU018');
}

/** The quiet donation (3.6): when it may be asked for, what an order costs with it, and where it stands in the ledger. */
export const donationGuards: Guard[] = [
  constraint(
    'orders',
    'orders_donation_minor_check',
    money(
      'a donation of less than nothing, which makes tickets cheaper',
      refuses('app', 'orders_donation_minor_check', (s) => gives(s, -300)),
    ),
  ),
  trigger(
    'orders',
    'guard_donation',
    money('a donation asked for on a day of commemoration', (s) => onDay(s, visitDate(s))),
  ),
  inFunction(
    'guard_donation: the day itself',
    'guard_donation()',
    'or d.visit_date = (now() at time zone (select time_zone from museum limit 1))::date',
    '',
    money('a donation asked for on 20 January, for a visit in February', (s) => onDay(s, today)),
  ),
  inFunction(
    'guard_donation: before paying',
    'guard_donation()',
    "if old.state <> 'held' then",
    'if false then',
    money(
      'another sum than the one on the payment page that is open',
      refuses('app', 'MU018', (s) => [
        `update orders set state = 'awaiting_payment' where id = '${s.held.order}'`,
        gives(s, 300),
      ]),
    ),
  ),
  trigger(
    'orders',
    'guard_order_sum',
    money(
      'a donation that is paid for by the tickets',
      refuses('app', 'MU018', (s) => gives(s, 300, 1000)),
    ),
  ),
  trigger(
    'orders',
    'book_donation',
    money('a donation that is booked as earned by tickets', async (s) => {
      for (const text of given(s)) await s.app(text);
      const { rows } = await s.owner(
        `select kind, amount_minor from ledger_entry where order_id = '${s.held.order}' order by kind`,
      );
      const booked = rows.map(({ kind, amount_minor }) => `${kind} ${amount_minor}`).join();
      if (booked === '') throw new Breach('nothing was booked');
      if (booked !== 'donation 300,out_of_tickets -300') throw new Error(`the ledger says ${booked}`);
    }),
  ),
  constraint(
    'orders',
    'orders_donation_back',
    money(
      'half a donation that goes back',
      refuses('app', 'orders_donation_back', (s) => [...given(s), back(s, 100)]),
    ),
  ),
  trigger(
    'orders',
    'guard_donation_back',
    money(
      'a donation that has gone back and is here again',
      refuses('app', 'MU018', (s) => [...given(s), back(s, 300), back(s, 0)]),
    ),
  ),
  constraint('message', 'message_recipient_known', {
    of: 'admission',
    against: 'a message with tickets that goes to nobody',
    proof: refuses('app', 'message_recipient_known', () => [
      `insert into message (dedupe_key, kind, locale, recipient) values ('paid:9', 'order_confirmed', 'az', '')`,
    ]),
  }),
  trigger('message', 'guard_message_recipient', {
    of: 'admission',
    against: 'tickets that are sent to somebody else than they were written for',
    proof: refuses('app', 'MU008', () => [
      `insert into message (dedupe_key, kind, locale, recipient) values ('paid:9', 'order_confirmed', 'az', 'a@example.az')`,
      `update message set recipient = 'b@example.az'`,
    ]),
  }),
];
