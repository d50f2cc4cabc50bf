import { issueProForma } from '#lib/groups/issue-pro-forma.ts';
import { issueQuote } from '#lib/groups/issue-quote.ts';
import { paths } from '#lib/platform/paths.ts';
import { papersStep } from '../open-papers.ts';

/** A quote, or a pro-forma for a deposit or the whole, as the teacher asks. */
export const POST = papersStep(async ({ view, token, locale, ctx, form }) => {
  const visitId = view.visit.id;
  const what = form.get('what');
  if (what === 'quote') {
    const issued = await issueQuote(ctx, { visitId });
    return paths.visitPapers(locale, token, { told: issued.ok ? 'quote' : issued.code });
  }
  const share = (['deposit', 'whole'] as const).find((known) => known === what);
  if (!share) return paths.visitPapers(locale, token, { told: 'unknown_paper' });
  const issued = await issueProForma(ctx, { visitId, share });
  return paths.visitPapers(locale, token, { told: issued.ok ? 'pro_forma' : issued.code });
});
