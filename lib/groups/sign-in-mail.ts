import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { signInToken } from './ask-for-sign-in.ts';

/** The link that signs in. Null, and nothing is sent, where no visit was ever asked for with the address. */
export async function composeSignInMail(ctx: Ctx, message: QueuedMessage): Promise<ComposedMail | null> {
  const db = ctx.db as Db;
  const { rowCount } = await db.execute(
    sql`select 1 from group_visit where lower(email) = lower(${message.recipient}) and submitted_at is not null limit 1`,
  );
  if (!rowCount) return null;
  const { locale } = message;
  const t = translator(locale, 'request');
  const [museum, settings] = await Promise.all([getMuseum(db), getSettings(db, dateAt(ctx.now, 'UTC'))]);
  const token = signInToken(orderLinkSecret(), message.dedupeKey.slice('group_sign_in:'.length));
  const mail = {
    lang: locale,
    museumName: localized(museum.names, locale),
    subject: oneLine(t('signInMail.subject')),
    blocks: [
      { kind: 'title' as const, text: t('signInMail.title') },
      { kind: 'text' as const, text: t('signInMail.text', { minutes: settings.sign_in_link_minutes }) },
      { kind: 'link' as const, text: t('signInMail.link'), url: absolute(paths.groupsEnter(locale, token)) },
      { kind: 'small' as const, text: t('signInMail.notYou') },
    ],
    footer: [localized(museum.addresses, locale), `${museum.contactPhone} · ${museum.contactEmail}`],
  };
  return {
    replyTo: museum.contactEmail,
    subject: mail.subject,
    html: renderHtml(mail),
    text: renderText(mail),
    lang: locale,
    attachments: [],
  };
}
