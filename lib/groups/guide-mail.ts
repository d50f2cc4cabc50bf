import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { type MailBlock, oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import type { GuideMessageKind } from '#lib/notifications/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid, orderLinkToken } from '#lib/platform/ids.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { findGuideTour, type GuideTour } from './guide-tours.ts';
import { partyFacts } from './tour-facts.ts';

type CallRow = { guideId: string; version: number; timeslotId: string; state: string };

/**
 * Writes a queued message to a guide, or of a tour without one, as things are now. Null where there is nothing to say any more: a call
 * that was answered or ended meanwhile, a link that was renewed since.
 */
export async function composeGuideMessage(
  ctx: Ctx,
  message: QueuedMessage & { kind: GuideMessageKind },
): Promise<ComposedMail | null> {
  const db = ctx.db as Db;
  const { kind, locale } = message;
  const [, about = '', more = ''] = message.dedupeKey.split(':');
  const museum = await getMuseum(db);
  const write = (words: Record<string, string>, facts: MailBlock[], url: string, textKey = 'text'): ComposedMail => {
    const t = translator(locale, 'guides');
    const name = kind.slice('guide_'.length);
    const mail = {
      lang: locale,
      museumName: localized(museum.names, locale),
      subject: t(`mail.${name}.subject`, words),
      blocks: [
        { kind: 'title' as const, text: t(`mail.${name}.title`, words) },
        { kind: 'text' as const, text: t(`mail.${name}.${textKey}`, words) },
        ...facts,
        { kind: 'link' as const, text: t(`mail.${name}.link`), url },
        ...(kind === 'guide_missing' ? [] : [{ kind: 'small' as const, text: t('mail.keepLink') }]),
      ],
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
      attachments: [],
    };
  };
  if (kind === 'guide_link') {
    const version = await currentVersion(db, about);
    if (version === null || String(version) !== more) return null;
    return write({}, [], absolute(paths.guide(linkOf(about, version))));
  }
  if (kind === 'guide_missing') {
    const time = await findTime(db, about);
    if (!time?.isOpen) return null;
    const words = { date: formatDate(time.date), time: time.time };
    const facts = [timeBlock({ visitDate: time.date, startTime: time.time, productNames: time.names }, locale, '')];
    return write(words, facts, absolute(paths.staffGuides()));
  }
  const call = await findCall(db, about);
  const tour = call && (await findGuideTour(db, call.guideId, call.timeslotId));
  if (!call || !tour) return null;
  const words = { date: formatDate(tour.visitDate), time: tour.startTime };
  const token = linkOf(call.guideId, call.version);
  const time = timeBlock(tour, locale, localized(tour.meetingPoints, locale));
  if (kind === 'guide_released') {
    if (tour.isMine && tour.state !== 'cancelled' && tour.state !== 'cancelling') return null;
    return write(words, [time], absolute(paths.guide(token)), call.state);
  }
  // Answered, taken back or asked anew: the later mail says it.
  if (call.state !== 'asked' || tour.call?.id !== about) return null;
  const until = translator(locale, 'guides')('mail.untilAt', {
    date: formatLongDate(dateAt(tour.call.answerUntil, museum.timeZone), locale, { weekday: false, year: false }),
    time: wallTimeAt(tour.call.answerUntil, museum.timeZone),
  });
  return write(
    { ...words, until },
    [time, { kind: 'facts', facts: partyFacts(tour, locale) }],
    absolute(paths.guideTour(token, tour.timeslotId)),
  );
}

const linkOf = (guideId: string, version: number) => orderLinkToken(orderLinkSecret(), guideId, version);

function timeBlock(
  tour: Pick<GuideTour, 'visitDate' | 'startTime' | 'productNames'>,
  locale: Locale,
  note: string,
): MailBlock {
  const label = `${localized(tour.productNames, locale)}, ${formatLongDate(tour.visitDate, locale)}`;
  return { kind: 'time', label, time: tour.startTime, note };
}

async function findCall(db: Db, callId: string): Promise<CallRow | null> {
  if (!isUuid(callId)) return null;
  const { rows } = await db.execute<CallRow>(sql`
    select c.guide_id as "guideId", g.link_version as version, c.timeslot_id as "timeslotId", c.state
      from guide_call c join guide g on g.id = c.guide_id where c.id = ${callId}`);
  return rows[0] ?? null;
}

async function currentVersion(db: Db, guideId: string): Promise<number | null> {
  if (!isUuid(guideId)) return null;
  const { rows } = await db.execute<{ version: number }>(
    sql`select link_version as version from guide where id = ${guideId} and is_active`,
  );
  return rows[0]?.version ?? null;
}

/** A time, and whether it still takes place without anybody who has said yes. */
async function findTime(db: Db, timeslotId: string) {
  if (!isUuid(timeslotId)) return null;
  const { rows } = await db.execute<{
    date: string;
    time: string;
    names: GuideTour['productNames'];
    isOpen: boolean;
  }>(sql`
    select t.visit_date::text as date, to_char(t.start_time, 'HH24:MI') as time, p.names,
           t.starts_at > now() and t.state in ('on_sale','closed')
             and not exists (select 1 from guide_call c where c.timeslot_id = t.id and c.state in ('asked','accepted')) as "isOpen"
      from timeslot t join product p on p.id = t.product_id where t.id = ${timeslotId}`);
  return rows[0] ?? null;
}
