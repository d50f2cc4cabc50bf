import { connect } from '#db/client.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { newId } from '#lib/platform/ids.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';
import { staffCtx, visitorCtx } from './contexts.ts';
import { contactOf, teacherCtx } from './group-museum.ts';
import { ask } from './museum-outside.ts';

/** A class of ten with a teacher in the open museum, agreed for a date at 10:30 or soon after: its visit and its one time. */
export async function agreedDemoVisit(
  visitDate: string,
  school: string,
): Promise<{ visitId: string; timeslotId: string }> {
  process.env.DATA_DIR = process.env.MUSEUM_DATA_DIR;
  const { db, close } = connect(process.env.MUSEUM_OWNER_URL ?? '', { most: 2, name: 'scene' });
  try {
    const party = {
      product: 'class-programme',
      tourLanguage: 'az' as const,
      pupils: 10,
      teachers: 1,
      parents: 0,
      aides: 0,
      ageFrom: 15,
      ageUntil: 16,
      grades: 'IX',
      wishes: [{ visitDate, startTime: '10:30' }],
      requestKey: newId(),
    };
    const begun = await beginVisit(visitorCtx(db), party, orderLinkSecret());
    if (!begun.ok) throw new Error(JSON.stringify(begun));
    const { visitId } = begun;
    const contact = contactOf({
      institutionName: school,
      accessNeeds: 'Bir şagird əlil arabasındadır',
      email: `${visitId}@example.az`,
    });
    const sent = await submitVisit(teacherCtx(db, visitId), { visitId, contact, rulesVersion: '1' });
    if (!sent.ok) throw new Error(JSON.stringify(sent));
    const [education] = await ask<{ id: string }>(
      `select s.id from staff_member s join staff_role r on r.staff_member_id = s.id where r.role = 'education' limit 1`,
    );
    const offered = await offerVisit(staffCtx(db, { staffId: education?.id }), { visitId });
    if (!offered.ok) throw new Error(JSON.stringify(offered));
    const [plan] = await ask<{ id: string; timeslotId: string }>(
      `select p.id, g.timeslot_id as "timeslotId" from group_plan p join sub_group g on g.plan_id = p.id where p.offer_id = $1 and p.rank = 1`,
      [offered.offerId],
    );
    const { id: planId, timeslotId } = required(plan, 'a plan');
    const accepted = await acceptPlan(teacherCtx(db, visitId), { visitId, planId });
    if (!accepted.ok) throw new Error(JSON.stringify(accepted));
    return { visitId, timeslotId };
  } finally {
    await close();
  }
}
