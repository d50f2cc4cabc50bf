import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { foldName, foldNameLoosely, nameMatches } from '#lib/platform/fold-name.ts';
import type { PartyCard } from './answer.ts';
import { partyCards } from './cards.ts';
import type { FindInput } from './input.ts';
import { readCode } from './read-code.ts';
import { getDeskRules, listTicketRows, type TicketRow } from './ticket-rows.ts';

const partiesShown = 50;
// A day has some hundreds of tickets; this bounds a museum many times as large.
const ticketsOfADay = 5_000;

/**
 * Who is meant: today's parties by name, school, telephone, order code or ticket code, or all of one timeslot. A code is found on any
 * day, so that a visitor who comes on the wrong one is told which. Refuses without `tickets.admit`. Requirements 7.1.
 */
export async function findParties(
  ctx: Ctx,
  input: FindInput,
): Promise<{ ok: true; parties: PartyCard[]; more: number } | { ok: false; code: 'forbidden' }> {
  if (!can(ctx.actor, 'tickets.admit')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const { rules, today } = await getDeskRules(db, ctx.now);
  const list = (where: ReturnType<typeof sql>) => listTicketRows(db, ctx.locale, where, ticketsOfADay);
  let rows: TicketRow[];
  if ('timeslotId' in input) {
    rows = await list(sql`(t.timeslot_id = ${input.timeslotId} and v.id is null) or o.id = (
      select w.order_id from sub_group g join group_visit w on w.plan_id = g.plan_id where g.timeslot_id = ${input.timeslotId} and g.is_live)`);
  } else {
    const read = readCode(input.query);
    rows = read.kind === 'order_code' ? await list(sql`o.code = ${read.code}`) : [];
    if (read.kind === 'short_code')
      rows = await list(sql`o.id = (select order_id from ticket where short_code = ${read.code})`);
    if (!rows.length) rows = choose(await list(sql`s.visit_date = ${today}`), input.query);
  }
  const parties = partyCards(rows, rules, ctx.now.getTime());
  return { ok: true, parties: parties.slice(0, partiesShown), more: Math.max(0, parties.length - partiesShown) };
}

/** The tickets of the orders that a name or a telephone number means; loosely only when nobody is meant exactly. */
function choose(rows: readonly TicketRow[], query: string): TicketRow[] {
  const digits = query.replace(/\D/g, '');
  // The last digits are what people know by heart; country codes and leading zeros are written in many ways.
  if (digits.length >= 4 && !/\p{Letter}/u.test(query)) {
    return ordersWith(rows, (row) =>
      (row.phone ?? '').replace(/\D/g, '').endsWith(digits.slice(-9).replace(/^0+/, '')),
    );
  }
  for (const fold of [foldName, foldNameLoosely]) {
    const found = ordersWith(rows, (row) =>
      [row.contactName, row.holderName, row.group?.school].some((name) => name && nameMatches(fold(name), fold(query))),
    );
    if (found.length) return found;
  }
  return [];
}

function ordersWith(rows: readonly TicketRow[], isMeant: (row: TicketRow) => boolean): TicketRow[] {
  const orderIds = new Set(rows.filter(isMeant).map((row) => row.orderId));
  return rows.filter((row) => orderIds.has(row.orderId));
}
