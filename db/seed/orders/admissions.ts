import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { dateAt } from '#lib/platform/time.ts';
import { chanceOf, idOf, orderKeysOf } from './seeded.ts';

/**
 * Lets in today's demonstration visitors whose time has come: most of them, a little before or after the start. Each scan has
 * an id made from its ticket, so that whoever is in is not let in again. Returns how many scans were added.
 */
export async function admitDemoVisitors(db: Db, input: { now: Date; zone: string }): Promise<number> {
  const today = dateAt(input.now, input.zone);
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{
      id: string;
      request_key: string;
      unit_no: number;
      people: number;
      starts_at: string;
    }>(sql`
      select t.id, o.request_key, t.unit_no, t.party_size - t.admitted_people as people, s.starts_at
        from ticket t join orders o on o.id = t.order_id join timeslot s on s.id = t.timeslot_id
       where s.visit_date = ${today}::date and t.state = 'valid' and t.admitted_people = 0
         and o.request_key = any (${sql.param(orderKeysOf(today))}::uuid[])
       order by t.id`);
    const scans = rows.flatMap((row) => {
      const party = chanceOf(`arrival:${row.request_key}`);
      const comes = party(100) < 93;
      const scannedAt = new Date(new Date(row.starts_at).getTime() + (party(18) - 12) * 60_000 + row.unit_no * 7_000);
      return comes && scannedAt <= input.now
        ? [
            {
              id: idOf(`scan:${row.id}`),
              ticketId: row.id,
              people: row.people,
              way: party(5) === 0 ? 'typed' : 'camera',
              scannedAt,
            },
          ]
        : [];
    });
    if (scans.length === 0) return 0;
    const added = await tx.execute(sql`
      insert into scan (id, ticket_id, staff_member_id, station, way, people, scanned_at, sent_at, received_at, outcome)
      select s.id, s."ticketId", (select r.staff_member_id from staff_role r where r.role = 'desk' order by 1 limit 1), 'Giriş 1',
             s.way, s.people, s."scannedAt", s."scannedAt", s."scannedAt", 'admitted'
        from jsonb_to_recordset(${JSON.stringify(scans)}::jsonb) as s(id uuid, "ticketId" uuid, people smallint, way text,
          "scannedAt" timestamptz)
       order by s."scannedAt"
      on conflict (id) do nothing returning id`);
    const ids = added.rows.map((row) => String(row.id));
    await tx.execute(sql`
      insert into admission (scan_id, ticket_id, people, admitted_at)
      select id, ticket_id, people, scanned_at from scan where id = any (${sql.param(ids)}::uuid[]) order by scanned_at`);
    return ids.length;
  });
}
