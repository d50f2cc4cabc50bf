import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { acceptPlan } from '#lib/groups/accept-plan.ts';
import { beginVisit } from '#lib/groups/begin-visit.ts';
import type { ContactInput, PartyInput } from '#lib/groups/input.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { findVisitTerms } from '#lib/groups/visit-terms.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { foldName } from '#lib/platform/fold-name.ts';
import { addDays } from '#lib/platform/time.ts';

type Asked = {
  requestKey: string;
  party: Partial<PartyInput> & Pick<PartyInput, 'pupils' | 'teachers'>;
  contact: Partial<ContactInput>;
  /** Days after the first that can be asked for, near which a time is looked for. */
  after: number;
  until: 'submitted' | 'offered' | 'confirmed';
};

/** Schools that the museum knows (invented). */
const schools = [
  ['20 nömrəli tam orta məktəb', 'school', 'Yasamal'],
  ['132–134 nömrəli məktəb-lisey', 'lyceum', 'Nəsimi'],
  ['6 nömrəli məktəb-lisey', 'lyceum', 'Səbail'],
  ['Sumqayıt 14 nömrəli tam orta məktəb', 'school', 'Sumqayıt'],
  ['Slavyan Universiteti', 'university', 'Nərimanov'],
] as const;

const asked: Asked[] = [
  {
    requestKey: '01990000-0000-7000-8000-00000000a001',
    party: { pupils: 58, teachers: 5, ageFrom: 16, ageUntil: 17, grades: 'XI a, XI b' },
    contact: {
      institutionName: schools[0][0],
      bookerName: 'Aytən Məmmədova',
      email: 'ayten.mammadova@school.example',
      accessNeeds: 'Bir şagird əlil arabası ilə gəlir.',
      bus: '10-AA-123',
    },
    after: 6,
    until: 'submitted',
  },
  {
    requestKey: '01990000-0000-7000-8000-00000000a002',
    party: { pupils: 27, teachers: 3, ageFrom: 16, ageUntil: 16, grades: 'X v' },
    contact: {
      institutionName: schools[1][0],
      bookerName: 'Rəşad Quliyev',
      email: 'rashad.guliyev@school.example',
      payWay: 'guarantee_letter',
    },
    after: 3,
    until: 'offered',
  },
  {
    requestKey: '01990000-0000-7000-8000-00000000a003',
    party: { pupils: 22, teachers: 2, ageFrom: 16, ageUntil: 17, grades: '11 «б»', tourLanguage: 'ru' },
    contact: {
      institutionName: schools[2][0],
      bookerName: 'Елена Гаджиева',
      email: 'elena.hajiyeva@school.example',
      leaderName: 'Самир Алиев',
      leaderPhone: '+994 55 000 00 12',
    },
    after: 1,
    until: 'confirmed',
  },
];

/**
 * Three requests of schools in different states, by the verbs that teachers and the museum use. Once: those that are there stay as they
 * are. Without times near a wish nothing is offered, and the request waits.
 */
export async function loadGroupVisits(db: Db, input: { now: Date; linkSecret: string | undefined }): Promise<number> {
  const rows = schools.map(([name, kind, district]) => ({ name, kind, district, folded: foldName(name) }));
  await db.execute(sql`
    insert into institution (name, folded, kind, district, is_checked)
    select name, folded, kind, district, true from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(name text, folded text, kind text, district text)
    on conflict do nothing`);
  const known = await db.execute<{ key: string }>(
    sql`select request_key as key from group_visit where request_key = any (${sql.param(asked.map(({ requestKey }) => requestKey))}::uuid[])`,
  );
  const fresh = asked.filter(({ requestKey }) => !known.rows.some(({ key }) => key === requestKey));
  const museum: Ctx = { db, actor: { kind: 'system', job: 'seed' }, locale: 'az', now: input.now };
  let made = 0;
  for (const one of fresh) made += (await ask(museum, one, input.linkSecret ?? 'seed')) ? 1 : 0;
  return made;
}

async function ask(museum: Ctx, one: Asked, linkSecret: string): Promise<boolean> {
  const terms = await findVisitTerms(museum.db, 'class-programme', museum.now);
  if (!terms) return false;
  const locale = one.party.tourLanguage ?? 'az';
  const visitor: Ctx = { ...museum, actor: { kind: 'visitor' }, locale };
  for (let days = one.after; days < one.after + 30; days += 1) {
    const wishes = [
      { visitDate: addDays(terms.firstDate, days), startTime: '10:30' },
      { visitDate: addDays(terms.firstDate, days), startTime: '12:00' },
    ];
    const party = { product: 'class-programme', tourLanguage: locale, ...one.party, ageFrom: one.party.ageFrom ?? 15 };
    const begun = await beginVisit(
      visitor,
      { ...party, ageUntil: one.party.ageUntil ?? 16, wishes, requestKey: one.requestKey },
      linkSecret,
    );
    // Closed that day, or the school break: the next one.
    if (!begun.ok) continue;
    const { visitId } = begun;
    const own: Ctx = { ...visitor, actor: { kind: 'visitor', visitId } };
    const contact = {
      phone: '+994 50 000 00 11',
      payWay: 'transfer',
      acceptsRules: true,
      institutionKind: 'school',
    } as const;
    const district = schools.find(([name]) => name === one.contact.institutionName)?.[2] ?? null;
    await submitVisit(own, {
      visitId,
      contact: { bookerName: '', email: '', district, ...contact, ...one.contact },
      rulesVersion: 'seed',
    });
    if (one.until !== 'submitted') await agree(museum, own, { visitId, isTaken: one.until === 'confirmed' });
    return true;
  }
  return false;
}

async function agree(museum: Ctx, party: Ctx, of: { visitId: string; isTaken: boolean }): Promise<void> {
  const offered = await offerVisit(museum, { visitId: of.visitId });
  if (!offered.ok || !of.isTaken) return;
  const { rows } = await museum.db.execute<{ id: string }>(
    sql`select id from group_plan where offer_id = ${offered.offerId} order by rank limit 1`,
  );
  await acceptPlan(party, { visitId: of.visitId, planId: rows[0]?.id ?? '' });
}
