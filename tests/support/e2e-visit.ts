import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '#db/client.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Keyring } from '#lib/platform/keyring.ts';
import { required } from '#lib/platform/result.ts';
import { systemCtx, visitorCtx } from './contexts.ts';
import { contactOf, teacherCtx } from './group-museum.ts';
import { ask } from './museum-outside.ts';

/** A class's visit that is agreed in the open museum, on a day of its own if there is one; with its secret link. */
export async function agreedInMuseum(school: string): Promise<{ visitId: string; code: string; token: string }> {
  const { db, close } = connect(process.env.MUSEUM_OWNER_URL ?? '', { most: 2, name: 'e2e' });
  try {
    const keyring: Keyring = JSON.parse(readFileSync(join(process.env.MUSEUM_DATA_DIR ?? '', 'keyring.json'), 'utf8'));
    const days = await ask<{ date: string; time: string }>(`
      select visit_date::text as date, to_char(min(start_time), 'HH24:MI') as time from timeslot t join product p on p.id = t.product_id
       where p.code = 'class-programme' and t.state = 'on_sale' and t.starts_at > now() + interval '12 days' and t.guide_id is null
         and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)
       group by 1 order by 1 limit 20`);
    for (const day of days) {
      const begun = await beginVisit(
        visitorCtx(db),
        {
          ...{ product: 'class-programme', tourLanguage: 'az', pupils: 12, teachers: 2, ageFrom: 16, ageUntil: 17 },
          wishes: [{ visitDate: day.date, startTime: day.time }],
          requestKey: newId(),
        },
        keyring.linkSecret,
      );
      if (!begun.ok) continue;
      const { visitId } = begun;
      const teacher = teacherCtx(db, visitId);
      const contact = contactOf({ institutionName: school, email: `${newId()}@example.az` });
      const sent = await submitVisit(teacher, { visitId, contact, rulesVersion: '1' });
      if (!sent.ok) continue;
      const offered = await offerVisit(systemCtx(db), { visitId });
      if (!offered.ok) continue;
      const [plan] = await ask<{ id: string; code: string }>(
        `select p.id, v.code from group_plan p join group_offer o on o.id = p.offer_id join group_visit v on v.id = p.visit_id
          where v.id = $1 and o.state = 'open' order by p.rank limit 1`,
        [visitId],
      );
      const taken = await acceptPlan(teacher, { visitId, planId: required(plan?.id, 'a plan') });
      if (taken.ok) return { visitId, code: plan?.code ?? '', token: begun.linkToken };
    }
    throw new Error('no day for a class');
  } finally {
    await close();
  }
}
