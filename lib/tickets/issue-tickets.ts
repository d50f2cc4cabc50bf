import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { newShortCode } from './short-code.ts';

/**
 * Issues the tickets of a paid order: one for each person of each line, `people` in all. A second call issues none, for
 * (line, unit) is unique; a short code that is taken already is drawn again. Needs sold claims and a paid order (MU003).
 */
export async function issueTickets(ctx: TxCtx, input: { orderId: string; people: number }): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const codes = Array.from({ length: input.people }, () => newShortCode(randomBytes));
    const { rowCount } = await ctx.db.execute(sql`
      insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
      select u.order_id, u.id, u.timeslot_id, u.ticket_type_id, u.unit_no, c.code
        from (select l.*, n as unit_no, row_number() over (order by l.line_no, n) as ordinal
                from order_line l cross join lateral generate_series(1, l.quantity) n
               where l.order_id = ${input.orderId}) u
        join unnest(${sql.param(codes)}::text[]) with ordinality c(code, ordinal) on c.ordinal = u.ordinal
      on conflict do nothing`);
    if (rowCount === input.people) return;
    const { rows } = await ctx.db.execute<{ issued: number }>(sql`
      select count(*)::int as issued from ticket where order_id = ${input.orderId}`);
    if ((rows[0]?.issued ?? 0) >= input.people) return;
  }
  throw new Error('no free short code after five draws');
}
