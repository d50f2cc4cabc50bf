import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { hashLinkToken, newId, newOrderCode, orderLinkToken } from '#lib/platform/ids.ts';
import { newShortCode } from '#lib/tickets/short-code.ts';
import type { PlannedOrder } from './plan-orders.ts';

export type PricedOrderLine = {
  ticketTypeId: string;
  quantity: number;
  unitPriceMinor: number;
  taxMinor: number;
  totalMinor: number;
};
export type PricedOrder = PlannedOrder & { priced: PricedOrderLine[]; currency: string };

const holdMinutes = 10;
const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

/**
 * Writes orders the way the museum's own verbs do, each step one statement for all of them: held with their claims, then paid
 * (payment, ledger, claims sold, order paid, tickets) or run out. Every guard of the database is on; only the history's rows
 * are written here instead of by their trigger, because they tell of earlier days.
 */
export async function writeOrders(
  tx: Tx,
  planned: readonly PricedOrder[],
  linkSecret: string | undefined,
): Promise<void> {
  const orders = planned.map((order) => {
    const id = newId(order.createdAt.getTime());
    const totalMinor = order.priced.reduce((sum, line) => sum + line.totalMinor, 0);
    const token = linkSecret ? orderLinkToken(linkSecret, id, 1) : randomBytes(24).toString('base64url');
    return {
      ...order,
      id,
      code: newOrderCode(),
      linkHash: hashLinkToken(token).toString('hex'),
      totalMinor,
      expiresAt: later(order.createdAt, holdMinutes),
      paidAt: later(order.createdAt, order.channel === 'desk' ? 1 : 4),
      lines: order.priced.map((line) => ({ ...line, id: newId(order.createdAt.getTime()) })),
    };
  });
  type Row = (typeof orders)[number];
  const paid = orders.filter((order) => order.outcome === 'paid');
  const expired = orders.filter((order) => order.outcome === 'expired');
  const ids = (rows: readonly Row[]) => sql.param(rows.map((row) => row.id));

  await tx.execute(sql`alter table orders disable trigger write_order_event_insert`);
  await tx.execute(sql`alter table orders disable trigger write_order_event_update`);
  await tx.execute(sql`
    insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, email, contact_name, phone, access_needs,
      request_key, has_chosen_types, terms_version, terms_accepted_at, advisory_acknowledged_at, created_at, held_at, expires_at)
    select id, code, decode("linkHash", 'hex'), channel, lane, locale, currency, "totalMinor", email, "contactName", phone, "accessNeeds",
           "requestKey", true, case when channel = 'web' then 'demo' end, case when channel = 'web' then "createdAt" end,
           case when channel = 'web' then "createdAt" end, "createdAt", "createdAt", "expiresAt"
      from jsonb_to_recordset(${json(orders.map(({ contact, slot: _slot, lines: _lines, ...row }) => ({ ...contact, ...row })))}::jsonb) as o(
        id uuid, code text, "linkHash" text, channel text, lane text, locale text, currency text, "totalMinor" int, email text,
        "contactName" text, phone text, "accessNeeds" text, "requestKey" uuid, "createdAt" timestamptz, "expiresAt" timestamptz)`);
  await tx.execute(sql`
    insert into order_line (id, order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
    select id, "orderId", "lineNo", "timeslotId", "ticketTypeId", quantity, "unitPriceMinor", "taxMinor", "totalMinor"
      from jsonb_to_recordset(${json(
        orders.flatMap((order) =>
          order.lines.map((line, index) => ({
            ...line,
            orderId: order.id,
            lineNo: index + 1,
            timeslotId: order.slot.timeslotId,
          })),
        ),
      )}::jsonb) as l(id uuid, "orderId" uuid, "lineNo" smallint, "timeslotId" uuid, "ticketTypeId" uuid, quantity smallint,
        "unitPriceMinor" int, "taxMinor" int, "totalMinor" int)`);
  await tx.execute(sql`
    insert into claim (order_id, pool_set_id, quantity, state, made_at)
    select "orderId", "poolSetId", quantity, 'held', "madeAt"
      from jsonb_to_recordset(${json(
        orders.map((order) => ({
          orderId: order.id,
          poolSetId: order.poolSetId,
          quantity: peopleOf(order),
          madeAt: order.createdAt,
        })),
      )}::jsonb) as c("orderId" uuid, "poolSetId" bigint, quantity int, "madeAt" timestamptz)`);

  await writePayments(tx, paid);
  await tx.execute(sql`update claim set state = 'sold' where order_id = any (${ids(paid)}::uuid[]) and state = 'held'`);
  await tx.execute(sql`update orders set state = 'paid' where id = any (${ids(paid)}::uuid[])`);
  await tx.execute(sql`update orders set state = 'expiring' where id = any (${ids(expired)}::uuid[])`);
  await tx.execute(
    sql`update claim set state = 'released' where order_id = any (${ids(expired)}::uuid[]) and state = 'held'`,
  );
  await tx.execute(sql`update orders set state = 'expired' where id = any (${ids(expired)}::uuid[])`);
  await tx.execute(sql`
    insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code, party_size, issued_at)
    select "orderId", "orderLineId", "timeslotId", "ticketTypeId", "unitNo", "shortCode", "partySize", "issuedAt"
      from jsonb_to_recordset(${json(paid.flatMap(ticketsOf))}::jsonb) as t("orderId" uuid, "orderLineId" uuid, "timeslotId" uuid,
        "ticketTypeId" uuid, "unitNo" smallint, "shortCode" text, "partySize" smallint, "issuedAt" timestamptz)`);
  await tx.execute(sql`
    insert into order_event (order_id, at, from_state, to_state, actor_kind, reason)
    select (e ->> 'orderId')::uuid, (e ->> 'at')::timestamptz, e ->> 'fromState', e ->> 'toState', e ->> 'actorKind', 'demonstration'
      from jsonb_array_elements(${json(orders.flatMap(eventsOf))}::jsonb) with ordinality as l(e, position)
     order by e ->> 'at', position`);
  await tx.execute(sql`alter table orders enable trigger write_order_event_insert`);
  await tx.execute(sql`alter table orders enable trigger write_order_event_update`);

  function eventsOf(order: Row) {
    const actorKind = order.channel === 'web' ? 'visitor' : 'staff';
    const event = (at: Date, fromState: string | null, toState: string, kind = actorKind) => ({
      orderId: order.id,
      at,
      fromState,
      toState,
      actorKind: kind,
    });
    const begun = event(order.createdAt, null, 'held');
    if (order.outcome === 'paid') return [begun, event(order.paidAt, 'held', 'paid')];
    if (order.outcome === 'held') return [begun];
    const end = later(order.expiresAt, 1);
    return [begun, event(end, 'held', 'expiring', 'system'), event(end, 'expiring', 'expired', 'system')];
  }

  function ticketsOf(order: Row) {
    const common = { orderId: order.id, timeslotId: order.slot.timeslotId, issuedAt: order.paidAt };
    const first = order.lines[0];
    if (order.isParty && first) {
      return [
        {
          ...common,
          orderLineId: first.id,
          ticketTypeId: first.ticketTypeId,
          unitNo: 1,
          partySize: peopleOf(order),
          shortCode: newShortCode(randomBytes),
        },
      ];
    }
    return order.lines.flatMap((line) =>
      Array.from({ length: line.quantity }, (_, index) => ({
        ...common,
        orderLineId: line.id,
        ticketTypeId: line.ticketTypeId,
        unitNo: index + 1,
        partySize: 1,
        shortCode: newShortCode(randomBytes),
      })),
    );
  }
}

// No demonstration order says that Stripe took its money: the ledger would then not agree with what the provider knows.
async function writePayments(
  tx: Tx,
  paid: readonly { id: string; channel: string; totalMinor: number; currency: string; createdAt: Date; paidAt: Date }[],
): Promise<void> {
  const payments = paid.map((order) => ({
    id: newId(order.paidAt.getTime()),
    orderId: order.id,
    provider:
      order.totalMinor === 0
        ? 'none'
        : order.channel === 'desk'
          ? 'cash'
          : order.channel === 'school'
            ? 'transfer'
            : 'terminal',
    amountMinor: order.totalMinor,
    currency: order.currency,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
  }));
  await tx.execute(sql`
    insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor, created_at, updated_at, settled_at)
    select id, "orderId", provider, 'succeeded', "amountMinor", currency, "amountMinor", "createdAt", "paidAt", "paidAt"
      from jsonb_to_recordset(${json(payments)}::jsonb) as p(id uuid, "orderId" uuid, provider text, "amountMinor" int, currency text,
        "createdAt" timestamptz, "paidAt" timestamptz)`);
  // What the demonstration's people held in hand: the sum itself; a slip and a bank reference of its own for each.
  await tx.execute(sql`
    insert into counter_proof (payment_id, provider, by_id, at, handed_minor, terminal, slip, slip_date, reference, value_date)
    select id, provider, 'demo', "paidAt", case provider when 'cash' then "amountMinor" end,
           case provider when 'terminal' then 'DEMO' end, case provider when 'terminal' then upper(right(id::text, 12)) end,
           case provider when 'terminal' then "paidAt"::date end,
           case provider when 'transfer' then 'DEMO-' || upper(right(id::text, 12)) end, case provider when 'transfer' then "paidAt"::date end
      from jsonb_to_recordset(${json(payments.filter((payment) => payment.provider !== 'none'))}::jsonb) as p(id uuid, provider text,
        "amountMinor" int, "paidAt" timestamptz)`);
  await tx.execute(sql`
    insert into ledger_entry (at, kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    select "paidAt", 'charge', "amountMinor", currency, "orderId", id, provider, 'demo:' || id
      from jsonb_to_recordset(${json(payments.filter((payment) => payment.amountMinor > 0))}::jsonb) as p(id uuid, "orderId" uuid,
        provider text, "amountMinor" int, currency text, "paidAt" timestamptz)`);
}

function peopleOf(order: { lines: readonly { quantity: number }[] }): number {
  return order.lines.reduce((sum, line) => sum + line.quantity, 0);
}

function json(rows: unknown): string {
  return JSON.stringify(rows);
}
