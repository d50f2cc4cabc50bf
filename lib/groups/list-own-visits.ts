import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import type { LocalizedText } from '#lib/platform/locales.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import type { VisitState } from './values.ts';

export type OwnVisit = {
  id: string;
  code: string;
  linkVersion: number;
  state: VisitState;
  product: LocalizedText;
  institution: string | null;
  /** Agreed, else the first wish; null where there is neither. */
  visitDate: IsoDate | null;
  isAgreed: boolean;
  people: number;
};

/** All visits that were asked for with an address, the newest first; a hundred at most. The caller knows whose address it is. */
export async function listOwnVisits(db: Db | Tx, email: string): Promise<OwnVisit[]> {
  const { rows } = await db.execute<OwnVisit>(sql`
    select v.id, v.code, v.link_version as "linkVersion", v.state, p.names as product, i.name as institution,
           v.pupils + v.teachers + v.parents + v.aides as people, is_agreed_visit(v.state) as "isAgreed",
           coalesce((select min(t.visit_date) from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id),
                    (select w.visit_date from group_wish w where w.visit_id = v.id order by w.rank limit 1))::text as "visitDate"
      from group_visit v join product p on p.id = v.product_id left join institution i on i.id = v.institution_id
     where lower(v.email) = lower(${email}) and v.state <> 'draft' and v.submitted_at is not null
     order by v.made_at desc, v.id limit 100`);
  return rows;
}
