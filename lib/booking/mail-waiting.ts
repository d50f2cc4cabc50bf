import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import type { MailBlock } from '#lib/notifications/mail-blocks.ts';
import type { QueuedMessage } from '#lib/notifications/send-message.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';
import { dateAt, formatDate, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { findWaiting, type OfferView, type WaitingView } from '#lib/waiting/waiting-view.ts';
import type { MailPart } from './mail-refund.ts';

export type WaitingMessageKind = 'waiting_joined' | 'waiting_offer' | 'waiting_lapsed' | 'waiting_ended';

/** What a mail to somebody who waits says. `offer`: the one that it is about, not the entry's last one. */
export type WaitingMail = { kind: WaitingMessageKind; entry: WaitingView; offer: OfferView | null; url: string };

export const isWaitingKind = (kind: string): kind is WaitingMessageKind => kind.startsWith('waiting_');

/** Reads what a mail to somebody on the waiting list is written from. */
export async function loadWaiting(db: Db, message: QueuedMessage, kind: WaitingMessageKind): Promise<WaitingMail> {
  const id = message.dedupeKey.slice(kind.length + 1);
  const isOfOffer = kind === 'waiting_offer' || kind === 'waiting_lapsed';
  const offer = isOfOffer ? required(await findOffer(db, id), 'the offer of a message') : null;
  const entry = required(await findWaiting(db, offer?.entryId ?? id), 'the entry of a message');
  const token = orderLinkToken(orderLinkSecret(), entry.id, 1);
  return { kind, entry, offer, url: waitingUrl(token, message.locale) };
}

/** The address of a party's own page. */
export const waitingUrl = (token: string, locale: Locale): string =>
  `${process.env.APP_URL ?? 'http://localhost'}${paths.waiting(locale, token)}`;

/** Such a mail in a language; never one that looks like a ticket. */
export function waitingMail(facts: WaitingMail, museum: Museum, locale: Locale): MailPart {
  const t = translator(locale, 'waiting');
  const { entry, offer, url } = facts;
  const product = localized(entry.product.names, locale);
  const link = (text: string, to = url): MailBlock => ({ kind: 'link', text, url: to });
  const written = (what: string, blocks: MailBlock[], values: Record<string, string> = {}): MailPart => ({
    subject: t(`mail.${what}Subject`, { product, ...values }),
    blocks: [{ kind: 'title', text: t(`mail.${what}Title`) }, ...blocks],
  });
  switch (facts.kind) {
    case 'waiting_joined':
      return written('joined', [
        { kind: 'text', text: t('mail.joinedText') },
        { kind: 'facts', facts: wantFacts(entry, locale) },
        link(t('mail.open')),
      ]);
    case 'waiting_offer': {
      const { people, visitDate, startTime, expiresAt } = required(offer, 'the offer of a mail');
      const until = untilText(expiresAt, museum.timeZone, locale);
      const rest = entry.people - people;
      return written(
        'offer',
        [
          {
            kind: 'time',
            label: `${product}, ${formatLongDate(visitDate, locale)}`,
            time: startTime,
            note: t('mail.offerUntil', { until }),
          },
          { kind: 'text', text: t('mail.offerText', { people }) },
          ...(rest > 0 ? [{ kind: 'text' as const, text: t('mail.offerPart', { rest }) }] : []),
          link(t('mail.offerOpen')),
          { kind: 'small', text: t('mail.offerNot') },
        ],
        { until, date: formatDate(visitDate), time: startTime },
      );
    }
    case 'waiting_lapsed': {
      const { state, visitDate, startTime } = required(offer, 'the offer of a mail');
      const what = state === 'withdrawn' ? 'withdrawn' : 'lapsed';
      const visit = { date: formatDate(visitDate), time: startTime };
      return written(what, [{ kind: 'text', text: t(`mail.${what}Text`, visit) }, link(t('mail.open'))], visit);
    }
    case 'waiting_ended': {
      const other = new URL(paths.product(locale, entry.product.code), url).href;
      return written('ended', [{ kind: 'text', text: t('mail.endedText') }, link(t('mail.endedOpen'), other)]);
    }
  }
}

/** Until when, in the museum's zone. */
export const untilText = (at: Date, zone: string, locale: Locale): string =>
  translator(locale, 'waiting')('offer.untilAt', {
    date: formatLongDate(dateAt(at, zone), locale, { weekday: false, year: false }),
    time: wallTimeAt(at, zone),
  });

/** What a party waits for, in words. */
export function wantFacts(entry: WaitingView, locale: Locale): { label: string; value: string }[] {
  const t = translator(locale, 'waiting');
  const spoken = translator(locale, 'common');
  const { people, smallestPart } = entry;
  return [
    {
      label: t('own.people'),
      value:
        smallestPart === null
          ? t('own.peopleTogether', { count: people })
          : t('own.peopleParts', { count: people, part: smallestPart }),
    },
    {
      label: t('own.times'),
      value: entry.wishes
        .map(({ date, fromTime, untilTime }) =>
          t(fromTime === untilTime ? 'own.timeOn' : 'own.timesOn', {
            date: formatLongDate(date, locale),
            from: fromTime,
            until: untilTime,
          }),
        )
        .join('\n'),
    },
    ...(entry.tourLanguages
      ? [
          {
            label: t('own.languages'),
            value: entry.tourLanguages.map((one) => spoken(`languages.${one}`)).join(', '),
          },
        ]
      : []),
  ];
}

async function findOffer(db: Db, offerId: string): Promise<(OfferView & { entryId: string }) | null> {
  const { rows } = await db.execute<OfferView & { entryId: string }>(sql`
    select o.id, o.entry_id as "entryId", o.state, o.people, o.timeslot_id as "timeslotId", t.visit_date::text as "visitDate",
           to_char(t.start_time, 'HH24:MI') as "startTime", t.language, o.expires_at as "expiresAt", o.expires_at <= now() as "isRunOut",
           o.order_id as "orderId"
      from waiting_offer o join timeslot t on t.id = o.timeslot_id where o.id = ${offerId}`);
  return rows[0] ? { ...rows[0], expiresAt: new Date(rows[0].expiresAt) } : null;
}
