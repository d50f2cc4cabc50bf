import type { Db } from '#db/client.ts';
import { getMuseum, listPricedTicketTypes, listProducts } from '#lib/catalog/queries.ts';
import type { ComposedMail } from '#lib/notifications/send-message.ts';
import { messageKinds, type VisitorMessageKind } from '#lib/notifications/values.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Refusal } from '#lib/platform/result.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { isTestMode } from './load-documents.ts';
import { sampleFacts, sampleOrder } from './sample-messages.ts';
import { kindsWithTickets, writeMail } from './write-mail.ts';

export type PreviewedMessage = Omit<ComposedMail, 'attachments'> & { kind: VisitorMessageKind; attachments: string[] };

/**
 * Every message to visitors in a language, written from a sample order with the museum's own texts (9.2). Needs `reports.see`. No
 * order is read, nothing is sent, the links open nothing. `no_product`: there is nothing to visit yet.
 */
export async function previewMessages(
  ctx: Ctx,
  input: { locale: Locale },
): Promise<{ ok: true; messages: PreviewedMessage[] } | Refusal<'forbidden' | 'no_product'>> {
  if (!can(ctx.actor, 'reports.see')) return { ok: false, code: 'forbidden' };
  const db = ctx.db as Db;
  const museum = await getMuseum(db);
  const products = await listProducts(db);
  const product =
    products.find((one) => one.isSoldOnline && one.advisories) ?? products.find((one) => one.isSoldOnline);
  if (!product) return { ok: false, code: 'no_product' };
  const visitDate = dateAt(ctx.now, museum.timeZone);
  const [types, settings] = await Promise.all([
    listPricedTicketTypes(db, { productId: product.id, visitDate, dayType: null, onlineOnly: true }),
    getSettings(db, visitDate),
  ]);
  // A type with a document shows what the list of things to bring looks like.
  const ticketTypes = [...types].sort((a, b) => Number(b.isVerifiedAtEntry) - Number(a.isVerifiedAtEntry)).slice(0, 2);
  const ground = {
    museum,
    product,
    ticketTypes,
    now: ctx.now,
    beThereMinutes: settings.be_there_minutes,
    locale: input.locale,
  };
  const facts = sampleFacts(ground);
  const { code } = sampleOrder(ground);
  const t = translator(input.locale, 'ticket');
  const files = [`${t('file', { code })}.pdf`, `${t('calendarFile', { code })}.ics`];
  return {
    ok: true,
    messages: messageKinds.map((kind) => ({
      kind,
      ...writeMail(facts[kind], museum, { locale: input.locale, isTest: isTestMode() }),
      attachments: kindsWithTickets.includes(kind) ? files : [],
    })),
  };
}
