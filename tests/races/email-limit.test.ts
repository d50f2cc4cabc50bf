import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseTickets } from '#lib/booking/choose-tickets.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { newId, newOrderCode } from '#lib/platform/ids.ts';
import { constraintOf, sqlState } from '#lib/platform/transaction.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ most: 24 });
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  museum = await buildMuseum(database.owner, {
    code: `limit-${count}`,
    daysAhead: 5 + count,
    lanes: { public: 200, desk: 50 },
    peopleAtOnce: 300,
    buildingPeople: 300,
    dayCap: 10_000,
  });
});

const ctx = () => visitorCtx(database.db);
const lines = (quantity: number) => [{ ticketTypeId: museum.ticketTypes.adult, quantity }];

async function held(people: number): Promise<string> {
  const made = await holdTickets(
    ctx(),
    { timeslotId: museum.timeslots[0] ?? '', lines: lines(people), channel: 'web', lane: 'public' },
    'secret',
  );
  if (!made.ok) throw new Error(made.code);
  return made.orderId;
}

const save = (orderId: string, email: string) =>
  saveDetails(ctx(), {
    orderId,
    email,
    contactName: '',
    phone: '',
    accessNeeds: '',
    hasAcknowledgedAdvisory: true,
    hasAcceptedTerms: true,
  });

/** Tickets that an address has, however it is written. */
async function ticketsOf(email: string): Promise<number> {
  const { rows } = await database.owner.execute<{ people: number }>(sql`
    select coalesce(sum(c.quantity), 0)::int as people from orders o join claim c on c.order_id = o.id
     where email_key(o.email) = email_key(${email}) and c.state <> 'released'`);
  return rows[0]?.people ?? 0;
}

describe('tickets of one address in a day', () => {
  it('eight orders at once have eighteen together, however the address is written', async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => held(5)));
    const email = `aysel-${count}@example.az`;
    const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('a', 'ａ')];
    const answers = await Promise.all(
      orders.map((orderId, index) => save(orderId, (spellings[index % 4] ?? '').trim())),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    expect(answers.filter((answer) => !answer.ok)).toEqual(
      Array.from({ length: 5 }, () => ({ ok: false, code: 'email_day_limit', limit: 18 })),
    );
    expect(await ticketsOf(email)).toBe(15);
  });

  it('cannot be passed by going back and choosing more, from two orders at once neither', async () => {
    const email = `nigar-${count}@example.az`;
    const orders = await Promise.all(Array.from({ length: 4 }, () => held(4)));
    for (const orderId of orders) expect(await save(orderId, email)).toEqual({ ok: true });
    const answers = await Promise.all(orders.map((orderId) => chooseTickets(ctx(), { orderId, lines: lines(6) })));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'email_day_limit')).toHaveLength(3);
    expect(await ticketsOf(email)).toBe(18);
  });

  it('control: with the trigger off, they pass the limit together', async () => {
    await database.owner.execute(sql`alter table orders disable trigger limit_email_update`);
    try {
      const email = `orxan-${count}@example.az`;
      const orders = await Promise.all(Array.from({ length: 8 }, () => held(5)));
      const answers = await Promise.all(orders.map((orderId) => save(orderId, email)));
      expect(answers.every((answer) => answer.ok)).toBe(true);
      expect(await ticketsOf(email)).toBe(40);
    } finally {
      await database.owner.execute(sql`alter table orders enable trigger limit_email_update`);
    }
  });
});

describe('raw SQL by the app’s role', () => {
  const orderWith = (people: number, channel: 'web' | 'desk', email: string | null = null) =>
    database.db.transaction(async (tx) => {
      const id = newId();
      const lane = channel === 'web' ? 'public' : 'desk';
      await tx.execute(sql`
        insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, email, expires_at)
        values (${id}, ${newOrderCode()}, sha256(${id}::bytea), ${channel}, ${lane}, 'az', 'AZN', 0, ${email}, now() + interval '9 minutes')`);
      await tx.execute(sql`
        insert into claim (order_id, pool_set_id, quantity, state)
        select ${id}, s.id, ${people}, 'held' from pool_set s where s.timeslot_id = ${museum.timeslots[0]} and s.lane = ${lane}`);
      return id;
    });
  const refusal = (work: Promise<unknown>) => work.then(String, (error) => `${sqlState(error)} ${constraintOf(error)}`);

  it('makes no visitor’s order of more tickets than the rule; the desk’s may be larger', async () => {
    expect(await refusal(orderWith(7, 'web'))).toBe('MU014 order_ticket_limit');
    const id = await orderWith(6, 'web');
    expect(await refusal(database.db.execute(sql`update claim set quantity = 7 where order_id = ${id}`))).toBe(
      'MU014 order_ticket_limit',
    );
    expect(await refusal(orderWith(30, 'desk'))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives no address more than its day, with the order’s first word neither', async () => {
    const email = `raw-${count}@example.az`;
    for (let order = 0; order < 3; order += 1) await orderWith(6, 'web', email);
    expect(await refusal(orderWith(1, 'web', email))).toBe('MU014 email_day_limit');
  });

  it('follows the museum’s own numbers', async () => {
    await database.owner.execute(sql`
      insert into setting (key, valid_from, value) values ('order_ticket_limit', '2020-01-01', '9'), ('email_day_ticket_limit', '2020-01-01', '9')`);
    const email = `own-${count}@example.az`;
    const id = await held(9);
    expect(await save(id, email)).toEqual({ ok: true });
    expect(await save(await held(1), email)).toEqual({ ok: false, code: 'email_day_limit', limit: 9 });
    expect(await refusal(orderWith(10, 'web'))).toBe('MU014 order_ticket_limit');
  });
});
