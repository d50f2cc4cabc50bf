import { type SQL, sql } from 'drizzle-orm';
import type { ActorKind } from '#lib/identity/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { addDays, type IsoDate, instantOf, isIsoDate } from '#lib/platform/time.ts';

export type AuditRow = {
  id: number;
  at: Date;
  actorKind: ActorKind;
  actorId: string | null;
  /** The name a member of staff has now; null for everybody else. */
  actorName: string | null;
  action: string;
  objectKind: string;
  objectId: string | null;
  /** The code of the order it was done to, when it was one. */
  orderCode: string | null;
  /** The name of the member of staff it was done to, when it was one. */
  staffName: string | null;
  before: unknown;
  after: unknown;
  requestId: string | null;
};

export type AuditPage = { ok: true; rows: AuditRow[]; total: number; page: number; pages: number };

export const auditRowsOnPage = 50;

/**
 * The audit log, newest first: who did what, when, before and after (requirements 8.5). `q` looks in the action, the object, the
 * order's code and the name of who did it; `date` is a day of the museum. Needs `audit.see`.
 */
export async function listAudit(
  ctx: Ctx,
  input: { q?: string; date?: IsoDate; zone: string; page?: number },
): Promise<AuditPage | Refusal<'forbidden'>> {
  if (!can(ctx.actor, 'audit.see')) return { ok: false, code: 'forbidden' };
  const conditions: SQL[] = [sql`true`];
  const q = (input.q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 100)
    .toLowerCase();
  if (q) {
    conditions.push(sql`(strpos(h.action, ${q}) > 0 or strpos(h.object_kind, ${q}) > 0 or h.object_id = ${q}
      or h.actor_id = ${q} or h.request_id = ${q} or strpos(lower(o.code), ${q}) > 0 or strpos(lower(s.name), ${q}) > 0
      or strpos(lower(m.name), ${q}) > 0)`);
  }
  if (isIsoDate(input.date)) {
    conditions.push(sql`h.at >= ${instantOf(input.date, '00:00', input.zone).toISOString()}::timestamptz
      and h.at < ${instantOf(addDays(input.date, 1), '00:00', input.zone).toISOString()}::timestamptz`);
  }
  const from = sql`from audit_log h
    left join staff_member s on h.actor_kind = 'staff' and s.id::text = h.actor_id
    left join orders o on h.object_kind = 'order' and o.id::text = h.object_id
    left join staff_member m on h.object_kind = 'staff_member' and m.id::text = h.object_id
    where ${sql.join(conditions, sql` and `)}`;
  const counted = await ctx.db.execute<{ total: number }>(sql`select count(*) as total ${from}`);
  const total = counted.rows[0]?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / auditRowsOnPage));
  const page = Math.min(Math.max(1, Number.isInteger(input.page) ? Number(input.page) : 1), pages);
  const { rows } = await ctx.db.execute<AuditRow>(sql`
    select h.id, h.at, h.actor_kind as "actorKind", h.actor_id as "actorId", s.name as "actorName", h.action,
           h.object_kind as "objectKind", h.object_id as "objectId", o.code as "orderCode", m.name as "staffName", h.before, h.after,
           h.request_id as "requestId"
      ${from} order by h.id desc limit ${auditRowsOnPage} offset ${(page - 1) * auditRowsOnPage}`);
  return { ok: true, rows: rows.map((row) => ({ ...row, at: new Date(row.at) })), total, page, pages };
}
