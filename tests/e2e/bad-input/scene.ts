import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, expect, request } from '@playwright/test';
import { demoStaff } from '../../../db/seed/demo-credentials.ts';
import type { Keyring } from '../../../lib/platform/keyring.ts';
import { ask, letterTo } from '../../support/museum-outside.ts';
import { cards } from '../../support/payment-page.ts';
import { form, hiddenFields, knock, parts } from './knock.ts';

/** Everything the probes speak of: times that can be had and times that cannot, orders in each state, and who sends. */
export type Scene = Awaited<ReturnType<typeof setScene>>;

export const product = 'full-route';

async function signedIn(role: 'administrator' | 'desk'): Promise<APIRequestContext> {
  const person = demoStaff.find((one) => one.role === role);
  const sender = await request.newContext({ baseURL: process.env.MUSEUM_URL });
  const { csrfToken } = await (await sender.get('/api/auth/csrf')).json();
  const answer = await knock(sender, {
    path: '/api/auth/callback/credentials',
    ...form({ email: person?.email ?? '', password: person?.password ?? '', csrfToken, json: 'true' }),
  });
  expect(answer.status, `${role} signs in`).toBe(200);
  return sender;
}

/** Takes the first of these times that has room; gives the secret part of the order's link. */
export async function hold(sender: APIRequestContext, timeslotIds: string[], date: string): Promise<string> {
  for (const timeslotId of timeslotIds) {
    const fields = { product, date, people: 1, timeslotId, requestKey: randomUUID() };
    const { location } = await knock(sender, { path: '/az/visit/hold', ...form(fields) });
    const token = /\/order\/([\w-]{32})/.exec(location)?.[1];
    if (token) return token;
  }
  throw new Error(`no room at any time of ${date}`);
}

export const goodDetails: [string, string][] = [
  ['email', 'bad-input@example.az'],
  ['contactName', 'Aygün Əliyeva'],
  ['phone', ''],
  ['accessNeeds', ''],
  ['hasAcknowledgedAdvisory', 'on'],
  ['hasAcceptedTerms', 'on'],
];

/** The details form of an order, with these values where they differ; sent as a browser without scripts would. */
export async function detailsForm(sender: APIRequestContext, token: string, changes: Record<string, string> = {}) {
  const page = await knock(sender, { path: `/az/order/${token}/details` });
  const fields = goodDetails.map(([name, value]): [string, string] => [name, changes[name] ?? value]);
  return parts([...hiddenFields(page.text, 'name="email"'), ...fields]);
}

/** From the tickets to the paid order, as a visitor whose browser runs no scripts. */
export async function buy(sender: APIRequestContext, token: string, typeId: string, details: Record<string, string>) {
  const order = `/az/order/${token}`;
  await knock(sender, { path: `${order}/choose`, ...form({ [`ticket.${typeId}`]: 1 }) });
  const sent = await knock(sender, { path: `${order}/details`, ...(await detailsForm(sender, token, details)) });
  expect(sent.location, 'on to the payment page').toMatch(/\/c\/pay\//);
  const card = { email: 'payer@example.az', number: cards.pays, expiry: '12 / 40', cvc: '123', name: 'A' };
  await knock(sender, { path: sent.location, ...form(card) });
  await knock(sender, { path: `${order}/return` });
  expect((await knock(sender, { path: `${order}/tickets.pdf` })).status, 'paid').toBe(200);
}

/** A group's request by its forms: begun, and sent where `isSent`; gives the secret part of its link. */
async function askForGroup(sender: APIRequestContext, date: string, isSent: boolean): Promise<string> {
  const party = { pupils: 20, teachers: 2, ageFrom: 15, ageUntil: 16, tourLanguage: 'az', date1: date, time1: '10:30' };
  const begun = await knock(sender, {
    path: '/az/groups/begin',
    ...form({ product: 'class-programme', requestKey: randomUUID(), ...party }),
  });
  const token = /\/groups\/([\w-]{32})\/answer$/.exec(begun.location)?.[1];
  if (!token) throw new Error(`no request: ${begun.location}`);
  if (!isSent) return token;
  const path = `/az/groups/${token}/who`;
  const { text } = await knock(sender, { path });
  const sent = await knock(sender, {
    path,
    ...parts([
      ...hiddenFields(text, 'name="bookerName"'),
      ['institutionName', '20 nömrəli məktəb'],
      ['bookerName', 'Aytən Məmmədova'],
      ['email', 'bad-input-group@example.az'],
      ['phone', '+994 50 000 00 00'],
      ['payWay', 'transfer'],
      ['acceptsRules', 'on'],
    ]),
  });
  expect(sent.location, 'the request is sent').toContain('told=sent');
  return token;
}

export async function setScene() {
  const visitor = await request.newContext({ baseURL: process.env.MUSEUM_URL });
  // The last day of the horizon: other journeys take near ones.
  const slots = await ask<{ id: string; date: string }>(
    `select t.id, t.visit_date::text as date from timeslot t join product p on p.id = t.product_id
      where p.code = $1 and t.state = 'on_sale' and t.starts_at > now() and t.visit_date = (
        select max(d.visit_date) from timeslot d where d.product_id = p.id and d.state = 'on_sale'
           and d.visit_date < current_date + p.horizon_days)
      order by t.starts_at`,
    [product],
  );
  const [closed = '', past = '', slot = '', ...others] = slots.map(({ id }) => id);
  const free = [slot, ...others];
  const date = slots[0]?.date ?? '';
  const [pastTimes] = await ask<{ from: Date; to: Date }>(
    'select starts_at as from, ends_at as to from timeslot where id = $1',
    [past],
  );
  await ask(`update timeslot set state = 'closed' where id = $1`, [closed]);
  await ask(
    `update timeslot set starts_at = now() - interval '3 hours', ends_at = now() - interval '2 hours' where id = $1`,
    [past],
  );
  const [foreign] = await ask<{ id: string }>(
    `select t.id from timeslot t join product p on p.id = t.product_id
      where p.code = 'hall-only' and t.visit_date = $1 and t.state = 'on_sale' order by t.starts_at limit 1`,
    [date],
  );
  const types = await ask<{ id: string; code: string }>('select id, code from ticket_type');
  const typeOf = (code: string) => types.find((type) => type.code === code)?.id ?? '';
  const adult = typeOf('adult-citizen');
  const undecided = await hold(visitor, free, date);
  const chosen = await hold(visitor, free, date);
  await knock(visitor, { path: `/az/order/${chosen}/choose`, ...form({ [`ticket.${adult}`]: 1 }) });
  const paid = await hold(visitor, free, date);
  const paidEmail = `bad-input-${randomUUID()}@example.az`;
  await buy(visitor, paid, adult, { email: paidEmail });
  const [paidOrder] = await ask<{ id: string; code: string }>('select id, code from orders where email = $1', [
    paidEmail,
  ]);
  const [ticket] = await ask<{ id: string }>('select id from ticket where order_id = $1', [paidOrder?.id]);
  const waiting = randomBytes(24).toString('base64url');
  // A party for which no time has room.
  const party = randomUUID();
  await ask(
    `insert into waiting_entry (id, link_hash, request_key, product_id, people, locale, email)
     select $1, sha256(convert_to($2, 'UTF8')), uuidv7(), id, 500, 'az', $4 from product where code = $3`,
    // Its own: after a failure the scene is set a second time in the same museum.
    [party, waiting, product, `bad-input-${party}@example.az`],
  );
  await ask(
    `insert into waiting_wish (entry_id, visit_date, from_time, until_time) values ($1, $2, '00:00', '23:59')`,
    [party, date],
  );
  const guide = randomBytes(24).toString('base64url');
  // A guide who is given nothing.
  await ask(
    `insert into guide (name, languages, tours_a_day, link_hash) values ('Bad Input', '{ru}', 0, sha256(convert_to($1, 'UTF8')))`,
    [guide],
  );
  const keyring: Keyring = JSON.parse(readFileSync(join(process.env.MUSEUM_DATA_DIR ?? '', 'keyring.json'), 'utf8'));
  const [groupDay] = await ask<{ date: string }>(
    `select min(t.visit_date)::text as date from timeslot t join product p on p.id = t.product_id
      where p.code = 'class-programme' and t.state = 'on_sale' and t.visit_date > current_date + 10
        and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)`,
  );
  const groupDate = groupDay?.date ?? '';
  const groupDraft = await askForGroup(visitor, groupDate, false);
  const group = await askForGroup(visitor, groupDate, true);
  // What follows a payment is done once its letter is there.
  await letterTo(paidEmail);
  const senders = { visitor, administrator: await signedIn('administrator'), desk: await signedIn('desk') };
  return {
    ...senders,
    async close() {
      await ask(`update timeslot set state = 'on_sale' where id = $1`, [closed]);
      await ask('update timeslot set starts_at = $2, ends_at = $3 where id = $1', [
        past,
        pastTimes?.from,
        pastTimes?.to,
      ]);
      await Promise.all(Object.values(senders).map((sender) => sender.dispose()));
    },
    date,
    free,
    slots: slots.map(({ id }) => id),
    slot,
    closed,
    past,
    foreign: foreign?.id ?? '',
    adult,
    notOnline: typeOf('teacher-with-class'),
    undecided,
    waiting,
    groupDate,
    groupDraft,
    group,
    guide,
    chosen,
    paid,
    paidTicket: ticket?.id ?? '',
    paidOrder: paidOrder ?? { id: '', code: '' },
    webhookSecret: keyring.sandboxWebhookSecret,
  };
}

/**
 * What stands in the database of all that these probes could write: orders and what hangs on them on this day's times or on
 * none, events and scans under our names. Other journeys of the same museum go on meanwhile and are not counted.
 */
export async function countRows(scene: Scene): Promise<Record<string, number>> {
  const slots = [...scene.slots, scene.foreign];
  const [row] = await ask<Record<string, number>>(
    `with mine as (
       select o.id, o.total_minor, o.email, o.state from orders o
        where not exists (select 1 from order_line l where l.order_id = o.id)
           or exists (select 1 from order_line l where l.order_id = o.id and l.timeslot_id = any($1)))
     select (select count(*)::int from mine) as orders,
            (select coalesce(sum(total_minor), 0)::int from mine) as total,
            (select count(email)::int from mine) as emails,
            (select count(*)::int from order_line where order_id in (select id from mine)) as lines,
            (select count(*)::int from claim where order_id in (select id from mine)) as claims,
            (select count(*)::int from payment where order_id in (select id from mine)) as payments,
            (select count(*)::int from ticket where order_id in (select id from mine)) as tickets,
            (select count(*)::int from message where order_id in (select id from mine)) as messages,
            (select count(*)::int from refund where order_id in (select id from mine)) as refunds,
            (select count(*)::int from ledger_entry where order_id in (select id from mine)) as ledger,
            (select count(*)::int from provider_event where id like 'evt_bad_input%') as events,
            (select count(*)::int from guide_leave l join guide g on g.id = l.guide_id where g.name = 'Bad Input') as leave,
            (select count(*)::int from guide_availability a join guide g on g.id = a.guide_id where g.name = 'Bad Input') as hours,
            (select count(*)::int from tour_report where timeslot_id = any($1)) as reports,
            (select count(*)::int from guide_call where timeslot_id = any($1)) as calls,
            (select count(*)::int from scan where station like 'bad-input%') as scans,
            (select coalesce(sum(held + sold), 0)::int from pool where timeslot_id = any($1)) as places`,
    [slots],
  );
  return row ?? {};
}
