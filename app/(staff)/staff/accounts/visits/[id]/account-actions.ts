'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import { proofQuery, typedProof } from '#app/(staff)/proof-query.ts';
import { takeDocumentPayment } from '#lib/booking/take-document-payment.ts';
import { acceptGuarantee } from '#lib/groups/accept-guarantee.ts';
import { closeAccount } from '#lib/groups/close-account.ts';
import { issueCreditNote } from '#lib/groups/issue-credit-note.ts';
import { issueInvoice } from '#lib/groups/issue-invoice.ts';
import { issueProForma } from '#lib/groups/issue-pro-forma.ts';
import { issueQuote } from '#lib/groups/issue-quote.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';

type Answer = { ok: true } | { ok: false; code: string };
const back = (visitId: string, answer: Answer, done: string): never =>
  redirect(paths.staffVisitAccount(visitId, answer.ok ? { done } : { refused: answer.code }));

function visitOf(form: FormData): string {
  const visitId = form.get('visitId');
  if (!isUuid(visitId)) notFound();
  return visitId;
}
const issuers = ['money.change', 'groups.change'] as const;

const papers: Record<string, (ctx: Ctx, visitId: string) => Promise<[Answer, string]>> = {
  quote: async (ctx, visitId) => [await issueQuote(ctx, { visitId }), 'quote'],
  deposit: async (ctx, visitId) => [await issueProForma(ctx, { visitId, share: 'deposit' }), 'pro_forma'],
  whole: async (ctx, visitId) => [await issueProForma(ctx, { visitId, share: 'whole' }), 'pro_forma'],
  invoice: async (ctx, visitId) => [await issueInvoice(ctx, { visitId }), 'invoice'],
  credit: async (ctx, visitId) => [await issueCreditNote(ctx, { visitId }), 'credit'],
  close: async (ctx, visitId) => {
    const closed = await closeAccount(ctx, { visitId });
    return [closed, closed.ok && closed.isSettled ? 'settled' : 'closed'];
  },
};

/** A button under "Make papers". */
export async function issue(form: FormData): Promise<void> {
  const visitId = visitOf(form);
  const ctx = await requireStaff(issuers, paths.staffVisitAccount(visitId));
  const what = String(form.get('what'));
  const write = Object.hasOwn(papers, what) ? papers[what] : undefined;
  if (!write) notFound();
  const [answer, done] = await write(ctx, visitId);
  back(visitId, answer, done);
}

/** "Accept the guarantee letter". */
export async function acceptLetter(form: FormData): Promise<void> {
  const visitId = visitOf(form);
  const ctx = await requireStaff(issuers, paths.staffVisitAccount(visitId));
  back(visitId, await acceptGuarantee(ctx, { visitId, fileId: String(form.get('fileId')) }), 'accepted');
}

/** Cash or the terminal for a paper; what was typed and is wrong stands in the address. */
export async function take(form: FormData): Promise<void> {
  const visitId = visitOf(form);
  const [documentId, way] = [form.get('documentId'), form.get('way')];
  const amountMinor = Number(form.get('expectedMinor'));
  if (!isUuid(documentId) || (way !== 'cash' && way !== 'terminal') || !Number.isSafeInteger(amountMinor)) notFound();
  const ctx = await requireStaff('payments.take', paths.staffVisitAccount(visitId));
  const typed = typedProof(form);
  const taken = await takeDocumentPayment(ctx, { documentId, provider: way, typed, amountMinor });
  if (taken.ok) redirect(paths.staffVisitAccount(visitId, { done: 'taken', change: String(taken.changeMinor) }));
  const wrong = taken.code === 'proof_wrong' ? taken.wrong : undefined;
  const sent = { refused: wrong ? undefined : taken.code, paper: documentId, way };
  redirect(paths.staffVisitAccount(visitId, { ...sent, ...proofQuery(typed, wrong) }));
}
