import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import { type MailBlock, oneLine, renderText } from '#lib/notifications/mail-blocks.ts';
import { renderHtml } from '#lib/notifications/render-html.ts';
import type { ComposedMail, QueuedMessage } from '#lib/notifications/send-message.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatDate } from '#lib/platform/time.ts';
import { paperFileName, renderPaper } from './paper-document.ts';
import { findPaper, listVisitPapers, type Paper } from './paper-rows.ts';
import type { VisitView } from './visit-view.ts';

export const moneyMessageKinds = ['group_paper', 'group_paid', 'group_refunded', 'group_payment_due'] as const;
export type MoneyMessageKind = (typeof moneyMessageKinds)[number];
export const isMoneyKind = (kind: string): kind is MoneyMessageKind =>
  (moneyMessageKinds as readonly string[]).includes(kind);

/** What a mail about a visit's money tells of; sums in minor units. */
export type MoneyNews = {
  paper: Paper | null;
  amountMinor: number;
  leftMinor: number;
  currency: string;
};

/** Writes a queued mail about a visit's money, with its paper attached; null where there is nothing to tell any more. */
export async function composeMoneyMail(
  db: Db,
  message: QueuedMessage & { kind: MoneyMessageKind },
  view: VisitView,
  about: { museum: Museum; url: string },
): Promise<ComposedMail | null> {
  const subject = message.dedupeKey.split(':')[2];
  const news = await findNews(db, message.kind, view, isUuid(subject) ? subject : null);
  if (!news) return null;
  const mail = writeMoneyMail(message.kind, view, news, { ...about, locale: message.locale });
  const attachments = news.paper
    ? [{ filename: paperFileName(news.paper), contentType: 'application/pdf', content: await renderPaper(news.paper) }]
    : [];
  return { ...mail, attachments };
}

async function findNews(db: Db, kind: MoneyMessageKind, view: VisitView, id: string | null): Promise<MoneyNews | null> {
  const { visit } = view;
  const { rows } = await db.execute<{ left: number; paid: number | null; back: number | null; currency: string }>(sql`
    select greatest(0, a.billed - a.received) as left, (select amount_minor from payment where id = ${id}) as paid,
           (select amount_minor from refund where id = ${id}) as back, (select currency from museum) as currency
      from visit_account(${visit.id}) a`);
  const row = rows[0];
  if (!row) return null;
  const currency = view.order?.currency ?? row.currency;
  const news = { paper: null, leftMinor: row.left, currency };
  if (kind === 'group_paper') {
    const paper = await findPaper(db, id);
    return paper?.visitId === visit.id ? { ...news, paper, amountMinor: paper.totalMinor } : null;
  }
  if (kind === 'group_payment_due') {
    const invoice = (await listVisitPapers(db, visit.id)).find((one) => one.kind === 'invoice' && one.leftMinor > 0);
    return row.left > 0 ? { ...news, paper: invoice ?? null, amountMinor: row.left } : null;
  }
  const amountMinor = kind === 'group_paid' ? row.paid : row.back;
  return amountMinor === null ? null : { ...news, amountMinor };
}

/** The mail in a language, as HTML and as text. Pure. */
export function writeMoneyMail(
  kind: MoneyMessageKind,
  view: VisitView,
  news: MoneyNews,
  { museum, url, locale }: { museum: Museum; url: string; locale: Locale },
): Omit<ComposedMail, 'attachments'> {
  const t = translator(locale, 'accounts');
  const name = kind.slice('group_'.length);
  const { paper } = news;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: news.currency }, locale);
  const values = {
    code: view.visit.code,
    sum: money(news.amountMinor),
    kind: paper ? t(`kinds.${paper.kind}`) : '',
    no: paper ? paperNumber(paper) : '',
  };
  const text = kind === 'group_paper' && paper ? t(`mail.paper.text.${paper.kind}`) : t(`mail.${name}.text`, values);
  const blocks: MailBlock[] = [
    { kind: 'title', text: t(`mail.${name}.title`, values) },
    { kind: 'text', text },
    ...(kind === 'group_paid' && news.leftMinor > 0
      ? [{ kind: 'text' as const, text: t('mail.paid.left', { sum: money(news.leftMinor) }) }]
      : []),
    ...(paper
      ? [
          {
            kind: 'facts' as const,
            facts: [
              { label: t('mail.facts.paper'), value: t('paper.title', values) },
              { label: t('mail.facts.total'), value: money(paper.totalMinor) },
              ...(paper.dueDate ? [{ label: t('mail.facts.due'), value: formatDate(paper.dueDate) }] : []),
            ],
          },
        ]
      : []),
    { kind: 'link', text: t('mail.link'), url },
    { kind: 'small', text: translator(locale, 'groups')('mail.keepLink') },
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
