import { sql } from 'drizzle-orm';
import type { ActorKind } from '#lib/identity/values.ts';
import type { GroupMessageKind, messageStates } from '#lib/notifications/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';

export type VisitMessage = {
  id: string;
  kind: GroupMessageKind;
  state: (typeof messageStates)[number];
  recipient: string;
  sentAt: Date | null;
};

/** What happened in one step: what changed, who did it, and what was written to the group. */
export type VisitMoment = {
  key: string;
  at: Date;
  by: { kind: ActorKind; name: string | null };
  events: {
    machine: 'group_visit' | 'group_offer' | 'guide_call';
    fromState: string | null;
    toState: string;
    reason: string | null;
  }[];
  /** What the people’s log says of it, as codes. */
  actions: { action: string; before: unknown; after: unknown }[];
  messages: VisitMessage[];
};

export type VisitHistory = { moments: VisitMoment[]; passedOver: { why: string; labels: string[]; at: Date } | null };

const doer = sql`jsonb_build_object('kind', h.actor_kind, 'name', coalesce(s.name, u.name))`;
const whoDid = sql`left join staff_member s on h.actor_kind = 'staff' and s.id::text = h.actor_id
  left join guide u on h.actor_kind = 'guide' and u.id::text = h.actor_id`;

/**
 * Everything that happened to a visit, oldest first, step by step: what one transaction did stands together, with the message that it
 * queued (requirements 6.5). 300 steps at most. Needs `groups.see`.
 */
export async function getVisitHistory(
  ctx: Ctx,
  visitId: string,
): Promise<({ ok: true } & VisitHistory) | { ok: false; code: 'forbidden' | 'unknown_visit' }> {
  if (!can(ctx.actor, 'groups.see')) return { ok: false, code: 'forbidden' };
  if (!isUuid(visitId)) return { ok: false, code: 'unknown_visit' };
  type Row = { at: string; kind: 'event' | 'action' | 'message'; by: VisitMoment['by'] | null; what: unknown };
  const { rows } = await ctx.db.execute<Row>(sql`
    select * from (
      select to_json(h.at) #>> '{}' as at, 'event' as kind, h.id as no, ${doer} as by,
             jsonb_build_object('machine', h.machine, 'fromState', h.from_state, 'toState', h.to_state, 'reason', h.reason) as what
        from visit_event h ${whoDid} where h.visit_id = ${visitId}
      union all
      select to_json(h.at) #>> '{}', 'action', h.id, ${doer}, jsonb_build_object('action', h.action, 'before', h.before, 'after', h.after)
        from audit_log h ${whoDid} where h.object_kind = 'group_visit' and h.object_id = ${visitId}::text
      union all
      select to_json(m.queued_at) #>> '{}', 'message', 0, null, jsonb_build_object('id', m.id, 'kind', m.kind, 'state', m.state,
             'recipient', m.recipient, 'sentAt', m.sent_at)
        from message m where m.visit_id = ${visitId}
    ) x order by at, kind desc, no limit 900`);
  const moments = new Map<string, VisitMoment>();
  for (const row of rows) {
    const moment = moments.get(row.at) ?? {
      key: row.at,
      at: new Date(row.at),
      by: { kind: 'system' as const, name: null },
      events: [],
      actions: [],
      messages: [],
    };
    moments.set(row.at, moment);
    if (row.by) moment.by = row.by;
    if (row.kind === 'event') moment.events.push(row.what as VisitMoment['events'][number]);
    if (row.kind === 'action') moment.actions.push(row.what as VisitMoment['actions'][number]);
    if (row.kind === 'message') {
      const message = row.what as VisitMessage;
      moment.messages.push({ ...message, sentAt: message.sentAt && new Date(message.sentAt) });
    }
  }
  const passed = await ctx.db.execute<{ why: string; labels: string[]; at: string }>(
    sql`select why, labels, at from group_pass_over where visit_id = ${visitId}`,
  );
  const [row] = passed.rows;
  return {
    ok: true,
    moments: [...moments.values()].slice(-300),
    passedOver: row ? { ...row, at: new Date(row.at) } : null,
  };
}
