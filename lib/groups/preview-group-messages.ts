import type { Db } from '#db/client.ts';
import { getMuseum, type Museum, type Product } from '#lib/catalog/queries.ts';
import type { ComposedMail } from '#lib/notifications/send-message.ts';
import { type GroupMessageKind, groupMessageKinds } from '#lib/notifications/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { addDays, dateAt, type IsoDate, instantOf } from '#lib/platform/time.ts';
import { writeGroupMail } from './group-mail.ts';
import { isMoneyKind } from './money-mail.ts';
import type { VisitState } from './values.ts';
import type { GroupVisit } from './visit-rows.ts';
import { listGroupProducts } from './visit-terms.ts';
import type { PlanView, VisitView } from './visit-view.ts';

export type PreviewedGroupMessage = Omit<ComposedMail, 'attachments'> & {
  kind: GroupMessageKind;
  attachments: string[];
};

/** The kinds that are written from a visit alone; what is about a paper is written from the paper, a link to sign in from an address. */
const previewed = groupMessageKinds.filter((kind) => !isMoneyKind(kind) && kind !== 'group_sign_in');

/**
 * Every message to a group about its visit in a language, written from a sample with the museum's own programme (9.2). Needs
 * `reports.see`. No visit is read, nothing is sent, the links open nothing. `no_product`: groups cannot ask for anything yet.
 */
export async function previewGroupMessages(
  ctx: Ctx,
  input: { locale: Locale },
): Promise<{ ok: true; messages: PreviewedGroupMessage[] } | Refusal<'forbidden' | 'no_product'>> {
  if (!can(ctx.actor, 'reports.see')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const [museum, [product]] = await Promise.all([getMuseum(db), listGroupProducts(db)]);
  if (!product) return { ok: false, code: 'no_product' };
  const { locale } = input;
  const today = dateAt(ctx.now, museum.timeZone);
  const rules = await getSettings(db, today);
  const url = absolute(paths.visit(locale, 'A'.repeat(32)));
  return {
    ok: true,
    messages: previewed.map((kind) => {
      const isClose = kind === 'group_due' || kind === 'group_day_before';
      const view = sampleVisit(kind, { museum, product, visitDate: addDays(today, isClose ? 1 : 10), locale });
      return { kind, ...writeGroupMail(kind, view, { museum, url, locale, steps: { today, rules } }), attachments: [] };
    }),
  };
}

const reasons: Partial<Record<GroupMessageKind, string>> = {
  group_needs_info: 'ages',
  group_declined: 'no_guide',
  group_cancelled: 'guide_missing',
};
const asked: readonly GroupMessageKind[] = [
  'group_received',
  'group_needs_info',
  'group_lapsed',
  'group_waitlisted',
  'group_declined',
];

const id = (tail: string) => `00000000-0000-7000-8000-0000000000${tail}`;

/** A visit that nobody made: 25 pupils and 3 adults in two sub-groups from 10:30. Its link opens nothing. */
function sampleVisit(
  kind: GroupMessageKind,
  ground: { museum: Museum; product: Product; visitDate: IsoDate; locale: Locale },
): VisitView {
  const { museum, product, visitDate, locale } = ground;
  const startsAt = instantOf(visitDate, '10:30', museum.timeZone);
  const plan: PlanView = {
    id: id('21'),
    rank: 1,
    visitDate,
    subGroups: [0, 1].map((index) => {
      const from = new Date(startsAt.getTime() + index * 15 * 60_000);
      return {
        id: id(`3${index}`),
        no: index + 1,
        people: 14,
        adults: 1 + index,
        timeslotId: id(`4${index}`),
        startTime: index === 0 ? '10:30' : '10:45',
        endTime: index === 0 ? '11:45' : '12:00',
        startsAt: from,
        endsAt: new Date(from.getTime() + 75 * 60_000),
        route: product.names,
        guideId: null,
        guideName: null,
      };
    }),
  };
  const isAgreed = !asked.includes(kind) && kind !== 'group_offer';
  const state: VisitState = kind === 'group_due' || kind === 'group_names_due' ? 'names_due' : 'confirmed';
  const visit = {
    id: id('01'),
    code: 'SAMPLE23',
    linkVersion: 1,
    state,
    reason: reasons[kind] ?? null,
    locale,
    tourLanguage: locale,
    pupils: 25,
    teachers: 2,
    parents: 1,
    aides: 0,
    planId: isAgreed ? plan.id : null,
    dayAnswer: null,
    finalisedAt: kind === 'group_due' ? startsAt : null,
  } as GroupVisit;
  return {
    visit,
    product: {
      code: product.code,
      names: product.names,
      meetingPoints: product.meetingPoints,
      listFields: kind === 'group_due' ? ['name'] : product.listFields,
      bookingMode: product.bookingMode,
    },
    institution: { id: id('05'), name: 'School No. 20', kind: 'school', district: null },
    wishes: [{ rank: 1, visitDate, startTime: '10:30' }],
    offer:
      kind === 'group_offer'
        ? { id: id('06'), expiresAt: new Date(startsAt.getTime() - 7 * 86_400_000), words: null, plans: [plan] }
        : null,
    agreed: isAgreed ? plan : null,
    order: null,
    ticket: isAgreed
      ? { id: id('07'), shortCode: 'SAMPLE234', partySize: 28, admittedPeople: 0, tokenVersion: 1 }
      : null,
  };
}
