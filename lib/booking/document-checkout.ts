import { sql } from 'drizzle-orm';
import type { Attempt } from '#lib/payments/attempts.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import type { CheckoutRequest } from '#lib/payments/provider.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { type Locale, type LocalizedText, localized } from '#lib/platform/locales.ts';
import { absolute, paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { required } from '#lib/platform/result.ts';

type Paper = {
  kind: 'pro_forma' | 'invoice';
  year: number;
  no: number;
  locale: Locale;
  email: string | null;
  visitId: string;
  linkVersion: number;
  names: LocalizedText;
};

/** What the payment page says of a group's paper, and the visit's page that it leads back to. All of it stays as it is. */
export async function documentCheckout(
  ctx: Ctx,
  attempt: Attempt,
  documentId: string,
): Promise<Partial<CheckoutRequest>> {
  const { rows } = await ctx.db.execute<Paper>(sql`
    select d.kind, d.year, d.no, d.locale, v.email, v.id as "visitId", v.link_version as "linkVersion", p.names
      from account_document d join group_visit v on v.id = d.visit_id join product p on p.id = v.product_id where d.id = ${documentId}`);
  const paper = required(rows[0], 'the paper of an attempt');
  const token = orderLinkToken(orderLinkSecret(), paper.visitId, paper.linkVersion);
  const no = paperNumber(paper);
  const name = translator(paper.locale, 'accounts')(`checkout.${paper.kind}`, { no });
  return {
    locale: paper.locale,
    email: paper.email,
    lines: [
      { name: `${name}. ${localized(paper.names, paper.locale)}`, quantity: 1, unitAmountMinor: attempt.amountMinor },
    ],
    successUrl: absolute(paths.visitPaid(paper.locale, token)),
    cancelUrl: absolute(paths.visitPapers(paper.locale, token, { told: 'cancelled' })),
  };
}
