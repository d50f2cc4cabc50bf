import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { newId } from '#lib/platform/ids.ts';
import { newTicketKey } from '#lib/platform/keyring.ts';
import { required } from '#lib/platform/result.ts';
import { newShortCode } from '#lib/tickets/short-code.ts';
import {
  importSigningKey,
  importVerifyKeys,
  type TicketSigningKey,
  type TicketVerifyKeys,
} from '#lib/tickets/ticket-keys.ts';
import { encodeTicketToken } from '#lib/tickets/ticket-token.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import type { TestMuseum } from '#tests/support/museum.ts';

export type DoorKeys = { signing: TicketSigningKey; verify: TicketVerifyKeys };

/** A key pair of the test museum's door. */
export async function doorKeys(keyId = 1): Promise<DoorKeys> {
  const key = newTicketKey(keyId);
  return { signing: await importSigningKey(key, 'test-museum'), verify: await importVerifyKeys([key], 'test-museum') };
}

export type IssuedTicket = { id: string; shortCode: string; token: string };
export type PaidOrder = { orderId: string; orderCode: string; tickets: IssuedTicket[] };

/** An order that is paid and has its tickets: one for each person, or one code for the whole party. */
export async function paidOrder(
  database: TestDatabase,
  museum: TestMuseum,
  keys: DoorKeys,
  options: {
    people?: number;
    type?: keyof TestMuseum['ticketTypes'];
    slot?: number;
    isParty?: boolean;
    name?: string;
    phone?: string;
  } = {},
): Promise<PaidOrder> {
  const { people = 1, type = 'adult', slot = 0, isParty = false } = options;
  const timeslotId = required(museum.timeslots[slot], 'timeslot');
  const ticketTypeId = museum.ticketTypes[type];
  const lines = [{ ticketTypeId, quantity: people }];
  const contact = { contactName: options.name, phone: options.phone };
  const held = await holdTickets(
    staffCtx(database.db),
    { timeslotId, lines, channel: 'desk', lane: 'public', contact },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  const { orderId } = held;
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`
      insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor)
      select id, id, case when total_minor = 0 then 'none' else 'cash' end, 'succeeded', total_minor, currency, total_minor
        from orders where id = ${orderId}`);
    await tx.execute(sql`
      insert into counter_proof (payment_id, provider, by_id, handed_minor)
      select id, provider, 'test', amount_minor from payment where id = ${orderId} and provider = 'cash'`);
  });
  await database.owner.execute(sql`update orders set state = 'paid' where id = ${orderId}`);
  await database.owner.execute(sql`update claim set state = 'sold' where order_id = ${orderId}`);
  const { rows: orderRows } = await database.owner.execute<{ code: string; line_id: string }>(sql`
    select o.code, l.id as line_id from orders o join order_line l on l.order_id = o.id where o.id = ${orderId}`);
  const order = required(orderRows[0], 'order');
  const tickets: IssuedTicket[] = [];
  for (let unitNo = 1; unitNo <= (isParty ? 1 : people); unitNo += 1) {
    const id = newId();
    const shortCode = newShortCode((length) => randomBytes(length));
    const partySize = isParty ? people : 1;
    await database.db.execute(sql`
      insert into ticket (id, order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code, party_size)
      values (${id}, ${orderId}, ${order.line_id}, ${timeslotId}, ${ticketTypeId}, ${unitNo}, ${shortCode}, ${partySize})`);
    const token = await encodeTicketToken(
      { ticketId: id, tokenVersion: 1, lastDate: '2030-12-31', partySize },
      keys.signing,
    );
    tickets.push({ id, shortCode, token });
  }
  return { orderId, orderCode: order.code, tickets };
}

/** The first ticket of an order, which every order here has. */
export function firstTicket(order: PaidOrder): IssuedTicket {
  return required(order.tickets[0], 'ticket');
}
