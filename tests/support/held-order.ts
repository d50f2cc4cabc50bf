import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { holdTickets } from '#lib/booking/hold-tickets.ts';
import { saveDetails } from '#lib/booking/save-details.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { visitorCtx } from './contexts.ts';
import type { TestMuseum } from './museum.ts';

/** The settings of an installation of its own: a keyring in a folder of this worker, an address. Returns the folder. */
export function useTestInstallation(): string {
  const folder = path.join(os.tmpdir(), `museum-test-keys-${process.env.VITEST_POOL_ID ?? 'one'}`);
  process.env.DATA_DIR = folder;
  process.env.APP_URL = 'http://museum.test';
  loadOrCreateKeyring(folder);
  return folder;
}

/** An order that is held and has its details: ready to be paid. `free` people come with free tickets. */
export async function heldOrder(
  db: Db,
  museum: TestMuseum,
  options: { adults?: number; free?: number; slot?: number; locale?: Locale; email?: string } = {},
): Promise<{ orderId: string; linkToken: string }> {
  const ctx = visitorCtx(db, { locale: options.locale });
  const lines = [
    { ticketTypeId: museum.ticketTypes.adult, quantity: options.adults ?? (options.free ? 0 : 2) },
    { ticketTypeId: museum.ticketTypes.free, quantity: options.free ?? 0 },
  ].filter((line) => line.quantity > 0);
  const held = await holdTickets(
    ctx,
    { timeslotId: museum.timeslots[options.slot ?? 0] ?? '', lines, channel: 'web', lane: 'public' },
    orderLinkSecret(),
  );
  if (!held.ok) throw new Error(held.code);
  const saved = await saveDetails(ctx, {
    orderId: held.orderId,
    email: options.email ?? `visitor-${held.orderId.slice(-6)}@example.az`,
    contactName: 'Aygün Əliyeva',
    phone: '',
    accessNeeds: '',
    hasAcknowledgedAdvisory: true,
    hasAcceptedTerms: true,
  });
  if (!saved.ok) throw new Error(saved.code);
  return held;
}

/** What became of an order, in one look. */
export async function readOutcome(
  db: Db,
  orderId: string,
): Promise<{
  state: string;
  tickets: number;
  sold: number;
  held: number;
  payments: string[];
  refunds: string[];
  ledgerMinor: number;
  messages: string[];
}> {
  const { rows } = await db.execute(sql`
    select o.state,
      (select count(*)::int from ticket where order_id = o.id and state <> 'revoked') as tickets,
      (select coalesce(sum(quantity), 0)::int from claim where order_id = o.id and state = 'sold') as sold,
      (select coalesce(sum(quantity), 0)::int from claim where order_id = o.id and state = 'held') as held,
      (select coalesce(array_agg(state order by created_at, id), '{}') from payment where order_id = o.id) as payments,
      (select coalesce(array_agg(reason || ' ' || state order by created_at, id), '{}') from refund where order_id = o.id) as refunds,
      (select coalesce(sum(amount_minor), 0)::int from ledger_entry where order_id = o.id) as "ledgerMinor",
      (select coalesce(array_agg(kind || ' ' || state order by queued_at, id), '{}') from message where order_id = o.id) as messages
    from orders o where o.id = ${orderId}`);
  return rows[0] as Awaited<ReturnType<typeof readOutcome>>;
}

/** Lets a hold's time be over, by the database's clock. */
export async function runOutOfTime(owner: Db, orderId: string): Promise<void> {
  await owner.execute(
    sql`update orders set held_at = least(held_at, now() - interval '50 minutes'), expires_at = now() - interval '1 second' where id = ${orderId}`,
  );
  await owner.execute(sql`update payment set updated_at = now() - interval '10 minutes' where order_id = ${orderId}`);
}
