import { startDocumentPayment } from '#lib/booking/start-document-payment.ts';
import { paths } from '#lib/platform/paths.ts';
import { papersStep } from '../../open-papers.ts';

/** On to the payment page of a pro-forma or an invoice; a second click finds the first one's page. */
export const POST = papersStep(async ({ token, locale, ctx, paperId }) => {
  const started = await startDocumentPayment(ctx, { documentId: paperId });
  if (!started.ok) return paths.visitPapers(locale, token, { told: started.code });
  return started.kind === 'redirect' ? started.url : paths.visitPapers(locale, token, { told: 'paid' });
});
