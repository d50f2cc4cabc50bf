import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askHelp } from '#lib/booking/ask-help.ts';
import { forgetVisitors } from '#lib/booking/forget-visitors.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { newId } from '#lib/platform/ids.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { examine } from '#lib/reports/doctor.ts';
import { systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(() => useTestInstallation());
beforeEach(async () => {
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner, { lanes: { public: 60 }, peopleAtOnce: 60, daysAhead: 9 });
  return () => database.close();
});

const forget = (pageSize?: number) => forgetVisitors(systemCtx(database.db, 'forget_visitors'), pageSize);
const rowsOf = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  (await database.owner.execute<Row>(query)).rows;

/** Two people with names and a need have booked for a time, and written to the museum. */
async function booked(slot = 0): Promise<string> {
  count += 1;
  const { orderId } = await heldOrder(database.db, museum, { free: 2, slot });
  const own = { ...visitorCtx(database.db), actor: { kind: 'visitor' as const, orderId } };
  const saved = await saveDetails(own, {
    orderId,
    email: `visitor-${count}@example.az`,
    contactName: 'Aygün Əliyeva',
    phone: '+994501112233',
    accessNeeds: 'A wheelchair',
    hasAcknowledgedAdvisory: true,
    hasAcceptedTerms: true,
  });
  expect(saved).toMatchObject({ ok: true });
  await database.owner.execute(sql`
    insert into visitor_name (order_id, ticket_type_id, unit_no, name)
    select ${orderId}, ${museum.ticketTypes.free}, n, 'Visitor ' || n from generate_series(1, 2) n`);
  expect(await startPayment(own, { orderId })).toMatchObject({ ok: true });
  expect(await askHelp(own, { orderId, text: 'Is there a cloakroom?', requestKey: newId() })).toMatchObject({
    ok: true,
  });
  await database.owner.execute(sql`update message set state = 'sent', sent_at = now() where state = 'queued'`);
  return orderId;
}

/** So long ago was the visit of a time, by the museum's calendar, and everything about it was written before. */
const wasAgo = (slot: number, ago: string) =>
  database.owner.execute(sql`
    with t as (update timeslot set visit_date = ((now() at time zone ${museum.zone}) - ${ago}::interval)::date where id = ${museum.timeslots[slot]} returning id)
    update orders o set created_at = now() - ${ago}::interval - interval '3 days'
     where id in (select l.order_id from order_line l join t on t.id = l.timeslot_id)`);

type Kept = Record<'names' | 'holders' | 'needs' | 'contacts' | 'mails' | 'letters' | 'tickets' | 'people', number>;
const kept = async (orderId: string) =>
  (
    await rowsOf<Kept>(sql`
      select (select count(*)::int from visitor_name where order_id = o.id) as names,
             (select count(holder_name)::int from ticket where order_id = o.id) as holders, count(access_needs)::int as needs,
             num_nonnulls(email, contact_name, phone) as contacts,
             (select count(*)::int from message where order_id = o.id and recipient <> '') as mails,
             (select count(*)::int from help_request where order_id = o.id) as letters,
             (select count(*)::int from ticket where order_id = o.id) as tickets,
             (select sum(quantity)::int from order_line where order_id = o.id) as people
        from orders o where o.id = ${orderId} group by o.id`)
  )[0];
const everything: Kept = { names: 2, holders: 2, needs: 1, contacts: 3, mails: 2, letters: 1, tickets: 2, people: 2 };
const nameless = { ...everything, names: 0, holders: 0, needs: 0 };
const nobody = { ...nameless, contacts: 0, mails: 0, letters: 0 };
const audit = () =>
  rowsOf<{ action: string; after: Record<string, unknown> }>(
    sql`select action, after from audit_log where actor_id = 'forget' order by id`,
  );

describe('visitors are forgotten', () => {
  it('by name a week after the visit, and by contact two years after; counts, tickets and money stay', async () => {
    const [over, later] = [await booked(), await booked(1)];
    await wasAgo(0, '7 days');
    expect(await forget()).toEqual({ names: 0, contacts: 0, mails: 0 });
    expect(await kept(over)).toEqual(everything);

    await wasAgo(0, '8 days');
    expect(await forget()).toEqual({ names: 1, contacts: 0, mails: 0 });
    expect(await kept(over)).toEqual(nameless);

    await wasAgo(0, '2 years');
    expect(await forget()).toMatchObject({ contacts: 0 });
    await wasAgo(0, '2 years 1 day');
    expect(await forget()).toEqual({ names: 0, contacts: 1, mails: 0 });
    expect(await kept(over)).toEqual(nobody);
    expect(await forget()).toEqual({ names: 0, contacts: 0, mails: 0 });

    // Whoever is still to come is known, however long ago the visit was booked.
    await database.owner.execute(sql`update orders set created_at = now() - interval '3 years' where id = ${later}`);
    expect(await forget()).toEqual({ names: 0, contacts: 0, mails: 0 });
    expect(await kept(later)).toEqual(everything);

    const [names, contacts, ...more] = await audit();
    expect(more).toEqual([]);
    expect(names).toMatchObject({ action: 'names_forgotten', after: { orders: 1, names: 2, tickets: 2, needs: 1 } });
    expect(contacts).toMatchObject({ action: 'contacts_forgotten', after: { orders: 1, mails: 2, letters: 1 } });
    expect(JSON.stringify([names, contacts])).not.toMatch(/@|Aygün|Visitor/);
    expect(await examine(database.ownerUrl, () => undefined)).toBe(0);
  });

  it('after as long as the museum has set, by the last day on which anybody of the order comes', async () => {
    const [one, other] = [await booked(), await booked(1)];
    await database.owner.execute(sql`insert into setting (key, valid_from, value) values
      ('names_kept_days', '2020-01-01', '30'), ('contacts_kept_months', '2020-01-01', '1')`);
    // One of the two comes another day.
    const comesAt = (slot: number) =>
      database.owner.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`);
        await tx.execute(
          sql`update ticket set timeslot_id = ${museum.timeslots[slot]} where order_id = ${one} and unit_no = 1`,
        );
      });
    await comesAt(1);
    await wasAgo(0, '40 days');
    expect(await forget()).toEqual({ names: 0, contacts: 0, mails: 0 });
    await wasAgo(1, '30 days');
    expect(await forget()).toEqual({ names: 0, contacts: 0, mails: 0 });
    await comesAt(0);
    await wasAgo(1, '40 days');
    await database.owner.execute(sql`update orders set created_at = now() - interval '50 days'`);
    // Money that is not settled keeps whom it concerns.
    await database.owner.execute(sql`update orders set state = 'disputed' where id = ${other}`);
    expect(await forget()).toEqual({ names: 2, contacts: 1, mails: 0 });
    expect(await kept(one)).toEqual(nobody);
    expect(await kept(other)).toEqual(nameless);
  });

  it('a few at a time, killed on the way or done twice at once: each once', async () => {
    const orders = [await booked(), await booked(), await booked(1), await booked(), await booked()];
    await wasAgo(0, '3 years');
    // Killed after its first page of each.
    await database.db.execute(sql`select forget_names(1)`);
    await database.db.execute(sql`select * from forget_contacts(1)`);
    const runs = await Promise.all([forget(1), forget(2)]);
    const rest = await forget(1);
    const total = (what: 'names' | 'contacts') => [...runs, rest].reduce((sum, run) => sum + run[what], 0);
    expect([total('names'), total('contacts')]).toEqual([3, 3]);
    const [, , still, ...others] = orders;
    for (const order of [orders[0], orders[1], ...others]) expect(await kept(order ?? '')).toEqual(nobody);
    expect(await kept(still ?? '')).toEqual(everything);
    const counted = (await audit()).reduce((sum, { after }) => sum + Number(after.names ?? 0), 0);
    expect(counted).toBe(8);
  });

  it('where mails belong to no order, a month after they were written; what waits to be sent keeps its address', async () => {
    await database.owner.execute(sql`
      insert into message (dedupe_key, kind, locale, recipient, state, queued_at, sent_at)
      select 'waiting_offer:' || n, 'waiting_offer', 'az', n || '@example.az', case n when 3 then 'queued' else 'sent' end,
             now() - make_interval(days => case n when 1 then 29 else 31 end), case n when 3 then null else now() end from generate_series(1, 3) n`);
    expect(await forget()).toMatchObject({ mails: 1 });
    expect(await rowsOf(sql`select dedupe_key as key, recipient from message order by 1`)).toEqual([
      { key: 'waiting_offer:1', recipient: '1@example.az' },
      { key: 'waiting_offer:2', recipient: '' },
      { key: 'waiting_offer:3', recipient: '3@example.az' },
    ]);
  });

  it('by nobody before their time, whatever the app’s role tries', async () => {
    const order = await booked();
    const refusal = async (query: ReturnType<typeof sql>) =>
      database.db.execute(query).then(
        () => null,
        (error) => sqlState(error),
      );
    expect(await refusal(sql`delete from visitor_name`)).toBe('42501');
    expect(await refusal(sql`delete from help_request`)).toBe('42501');
    await database.db.execute(sql`select forget_names(100)`);
    await database.db.execute(sql`select * from forget_contacts(100)`);
    expect(await kept(order)).toEqual(everything);
  });
});
