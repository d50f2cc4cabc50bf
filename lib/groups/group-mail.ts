import type { Db } from '#db/client.ts';
import { getMuseum, type Museum } from '#lib/catalog/queries.ts';
import { type MailBlock, oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import type { GroupMessageKind } from '#lib/notifications/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { composeMoneyMail, isMoneyKind } from './money-mail.ts';
import { peopleOf } from './plan-for-visit.ts';
import { composeSignInMail } from './sign-in-mail.ts';
import { isStepKind, type StepMailFacts, stepBlocks, stepUrl, stepValues } from './step-mail.ts';
import { findVisitView, type PlanView, type VisitView } from './visit-view.ts';

/** Writes a queued message about a group's visit, as the visit is now. Null where it is about nothing that is there. */
export async function composeGroupMessage(
  ctx: Ctx,
  message: QueuedMessage & { kind: GroupMessageKind },
): Promise<ComposedMail | null> {
  if (message.kind === 'group_sign_in') return composeSignInMail(ctx, message);
  const db = ctx.db as Db;
  const view = message.visitId ? await findVisitView(db, message.visitId) : null;
  if (!view) return null;
  const token = orderLinkToken(orderLinkSecret(), view.visit.id, view.visit.linkVersion);
  const url = `${process.env.APP_URL ?? 'http://localhost'}${paths.visit(message.locale, token)}`;
  const museum = await getMuseum(db);
  const { kind } = message;
  if (isMoneyKind(kind)) return composeMoneyMail(db, { ...message, kind }, view, { museum, url });
  const today = dateAt(ctx.now, museum.timeZone);
  const rules = await getSettings(db, view.agreed?.visitDate ?? today);
  return {
    ...writeGroupMail(message.kind, view, { museum, url, locale: message.locale, steps: { today, rules } }),
    attachments: [],
  };
}

/** A mail about a visit in a language, as HTML and as text (9.2). Pure. Only what is agreed is called so. */
export function writeGroupMail(
  kind: GroupMessageKind,
  view: VisitView,
  { museum, url, locale, steps }: { museum: Museum; url: string; locale: Locale; steps: StepMailFacts },
): Omit<ComposedMail, 'attachments'> {
  const words = translator(locale, 'groups');
  const t = isStepKind(kind) ? translator(locale, 'lists') : words;
  const { visit } = view;
  const name = kind.slice('group_'.length);
  const plan = kind === 'group_offer' ? null : view.agreed;
  const values = {
    school: view.institution?.name ?? '',
    code: visit.code,
    people: peopleOf(visit),
    date: plan ? formatDate(plan.visitDate) : '',
    reason: visit.reason && words.has(`reasons.${visit.reason}`) ? words(`reasons.${visit.reason}`) : '',
    ...(isStepKind(kind) ? stepValues(view, steps, locale) : {}),
  };
  const blocks: MailBlock[] = [
    { kind: 'title', text: t(`mail.${name}.title`, values) },
    { kind: 'text', text: t(`mail.${name}.text`, values) },
    ...(isStepKind(kind) ? stepBlocks(kind, view, steps, locale, url) : []),
    ...(kind === 'group_offer' ? offerBlocks(view, museum, locale) : plan ? planBlocks(plan, view, locale) : []),
    { kind: 'facts', facts: partyFacts(view, locale) },
    { kind: 'link', text: t(`mail.${name}.link`), url: isStepKind(kind) ? stepUrl(kind, url) : url },
    { kind: 'small', text: words('mail.keepLink') },
  ];
  const mail = {
    lang: locale,
    museumName: localized(museum.names, locale),
    subject: t(`mail.${name}.subject`, values),
    blocks,
    footer: [
      localized(museum.names, locale),
      localized(museum.addresses, locale),
      `${museum.contactPhone} · ${museum.contactEmail}`,
    ],
  };
  return {
    replyTo: museum.contactEmail,
    subject: oneLine(mail.subject),
    html: renderHtml(mail),
    text: renderText(mail),
    lang: locale,
  };
}

function offerBlocks({ offer }: VisitView, museum: Museum, locale: Locale): MailBlock[] {
  if (!offer) return [];
  const t = translator(locale, 'groups');
  const until = t('mail.untilAt', {
    date: formatLongDate(dateAt(offer.expiresAt, museum.timeZone), locale, { weekday: false, year: false }),
    time: wallTimeAt(offer.expiresAt, museum.timeZone),
  });
  return [
    ...(offer.words ? [{ kind: 'text' as const, text: offer.words }] : []),
    { kind: 'list', heading: t('mail.plans'), items: offer.plans.map((plan) => planLine(plan, locale)) },
    { kind: 'text', text: t('mail.heldUntil', { until }) },
  ];
}

/** "Thursday 10 December, 10:30 to 11:45: groups of 13, 13, 12". */
export function planLine(plan: PlanView, locale: Locale): string {
  const t = translator(locale, 'groups');
  return t('plan.line', {
    date: formatLongDate(plan.visitDate, locale),
    from: plan.subGroups[0]?.startTime ?? '',
    until:
      plan.subGroups
        .map(({ endTime }) => endTime)
        .sort()
        .at(-1) ?? '',
    sizes: plan.subGroups.map(({ people }) => people).join(', '),
  });
}

function planBlocks(plan: PlanView, { product, ticket }: VisitView, locale: Locale): MailBlock[] {
  const t = translator(locale, 'groups');
  return [
    {
      kind: 'time',
      label: `${localized(product.names, locale)}, ${formatLongDate(plan.visitDate, locale)}`,
      time: plan.subGroups[0]?.startTime ?? '',
      note: localized(product.meetingPoints, locale),
    },
    {
      kind: 'list',
      heading: t('plan.subGroups'),
      items: plan.subGroups.map(({ no, people, startTime, route }) =>
        t('plan.subGroup', { no, people, time: startTime, route: localized(route, locale) }),
      ),
    },
    ...(ticket
      ? [{ kind: 'facts' as const, facts: [{ label: t('plan.code'), value: spaced(ticket.shortCode) }] }]
      : []),
  ];
}

const spaced = (code: string): string => code.replace(/(.{3})(?=.)/g, '$1-');

function partyFacts({ visit, institution, product }: VisitView, locale: Locale): { label: string; value: string }[] {
  const t = translator(locale, 'groups');
  return [
    { label: t('facts.reference'), value: visit.code },
    { label: t('facts.programme'), value: localized(product.names, locale) },
    ...(institution ? [{ label: t('facts.institution'), value: institution.name }] : []),
    {
      label: t('facts.party'),
      value: t('facts.partyOf', { pupils: visit.pupils, adults: visit.teachers + visit.parents, aides: visit.aides }),
    },
  ];
}
