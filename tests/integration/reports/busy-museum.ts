import { sql } from 'drizzle-orm';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { newId } from '#lib/platform/ids.ts';
import { required } from '#lib/platform/result.ts';
import { doorKeys, type PaidOrder, paidOrder } from '#tests/integration/desk/paid-order.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

export type BusyMuseum = TestMuseum & { paid: PaidOrder; heldId: string; scanId: string };

/** A tiny museum with two paid tickets for the first time, one of them admitted, and one person held for the second. */
export async function buildBusyMuseum(database: TestDatabase): Promise<BusyMuseum> {
  const museum = await buildMuseum(database.owner);
  const paid = await paidOrder(database, museum, await doorKeys(), { people: 2, name: 'Günay Əliyeva' });
  await database.owner.execute(sql`
    insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    select 'charge', captured_minor, currency, order_id, id, provider, id::text from payment`);
  const scanId = newId();
  await database.db.execute(sql`
    insert into scan (id, ticket_id, station, way, people, scanned_at, sent_at, outcome)
    values (${scanId}, ${paid.tickets[0]?.id}, 'Door', 'camera', 1, now(), now(), 'admitted')`);
  await database.db.execute(sql`
    insert into admission (scan_id, ticket_id, people, admitted_at) select id, ticket_id, people, scanned_at from scan`);
  const held = await holdTickets(
    staffCtx(database.db),
    {
      timeslotId: required(museum.timeslots[1], 'timeslot'),
      lines: [{ ticketTypeId: museum.ticketTypes.adult, quantity: 1 }],
      channel: 'web',
      lane: 'public',
      contact: { email: 'rasim.shukurov@example.org', contactName: 'Рашид Шукуров' },
    },
    'secret',
  );
  if (!held.ok) throw new Error(held.code);
  return { ...museum, paid, heldId: held.orderId, scanId };
}
