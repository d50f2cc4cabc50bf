import { Button } from '#app/_ui/button.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { Museum } from '#lib/catalog/queries.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { type AccountProps, payable } from './cost-part.tsx';

const mayQuote = [
  'submitted',
  'needs_info',
  'waitlisted',
  'offered',
  'rescheduled',
  'confirmed',
  'names_due',
  'list_sent',
  'list_cleared',
  'ready',
];
const mayProForma = ['rescheduled', 'confirmed', 'names_due', 'list_sent', 'list_cleared', 'ready'];

/** The papers that can be asked for at this stage, one button each. */
export function AskForPapers({ view, account, locale, token, t }: AccountProps) {
  const { state } = view.visit;
  const hasInvoice = account.papers.some(({ kind }) => kind === 'invoice');
  const costs = (account.bill?.totalMinor ?? 0) > 0;
  const whats = [
    ...(mayQuote.includes(state) && account.bill ? ['quote'] : []),
    ...(mayProForma.includes(state) && costs && !hasInvoice ? ['deposit', 'whole'] : []),
  ];
  if (whats.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="ask-papers">
      <h2 id="ask-papers">{t('own.ask.title')}</h2>
      {costs && !hasInvoice ? <p className="hint">{t('own.ask.hint')}</p> : null}
      {whats.map((what) => (
        <form key={what} method="post" action={paths.visitPaperAsk(locale, token)}>
          <input type="hidden" name="what" value={what} />
          <Button look="quiet">{t(`own.ask.${what}`)}</Button>
        </form>
      ))}
    </section>
  );
}

/** Where to transfer to, and what to write: while something can be paid and the museum has an account. */
export function HowToTransfer({ view, account, locale, t, museum }: AccountProps & { museum: Museum }) {
  const papers = payable(account.papers);
  const { billing } = museum;
  const paper = papers.at(-1);
  if (!paper || !billing.iban) return null;
  const words = t('own.transfer.wordsOf', {
    kind: t(`kinds.${paper.kind}`),
    no: paperNumber(paper),
    code: view.visit.code,
  });
  const rows = [
    { term: t('own.transfer.to'), value: localized(billing.legalName ?? museum.names, locale) },
    { term: t('own.transfer.taxNumber'), value: billing.taxNumber },
    { term: t('own.transfer.bank'), value: billing.bank },
    { term: t('own.transfer.bankCode'), value: billing.bankCode },
    { term: t('own.transfer.swift'), value: billing.swift },
    { term: t('own.transfer.iban'), value: billing.iban },
    { term: t('own.transfer.words'), value: words },
  ].filter(({ value }) => value);
  return (
    <section className="stack" aria-labelledby="by-transfer">
      <h2 id="by-transfer">{t('own.transfer.title')}</h2>
      <p>{t('own.transfer.text')}</p>
      <SummaryList rows={rows} />
    </section>
  );
}
