import { Button } from '#app/_ui/button.tsx';
import { Money } from '#app/_ui/money.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { VisitAccount } from '#lib/groups/get-visit-account.ts';
import type { Paper } from '#lib/groups/paper-rows.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';

export type AccountProps = { view: VisitView; account: VisitAccount; locale: Locale; token: string; t: Translator };

/** The price line by line, what is open, and how the school chose to pay. */
export function CostPart({ view, account, locale, t }: AccountProps) {
  const { bill, currency } = account;
  const { visit } = view;
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={currency} locale={locale} />;
  const head = (key: string) => ({ key, head: t(`paper.heads.${key}`) });
  return (
    <section className="stack" aria-labelledby="cost">
      <h2 id="cost">{t('own.cost')}</h2>
      {!bill ? <p>{t('own.noPrice')}</p> : null}
      {bill && bill.totalMinor === 0 ? <p>{t('own.free')}</p> : null}
      {bill && bill.totalMinor > 0 ? (
        <Table
          caption={t('own.lines')}
          isCaptionHidden
          columns={[
            {
              ...head('words'),
              isRowHead: true,
              cell: (line) =>
                t(`lines.${line.code}`, {
                  product: localized(view.product.names, locale),
                  date: formatDate(bill.visitDate),
                }),
            },
            { ...head('quantity'), isNumber: true, cell: (line) => line.quantity },
            { ...head('unit'), isNumber: true, cell: (line) => money(line.unitMinor) },
            { ...head('total'), isNumber: true, cell: (line) => money(line.totalMinor) },
          ]}
          rows={bill.lines}
          rowKey={(line) => `${line.code}${line.unitMinor}`}
          foot={{ words: t('paper.total'), total: money(bill.totalMinor) }}
        />
      ) : null}
      {bill && !view.agreed ? <p className="hint">{t('own.before')}</p> : null}
      <p>
        <b>{standing(account, locale, t)}</b>
      </p>
      {visit.payWay ? <p>{wayOf(view, account, t)}</p> : null}
    </section>
  );
}

/** In one sentence or two: what came, what is open. */
export function standing(account: VisitAccount, locale: Locale, t: Translator): string {
  const { owedMinor, receivedMinor, billedMinor, currency, dueDate } = account;
  const sum = (amountMinor: number) => formatMoney({ amountMinor, currency }, locale);
  const open = dueDate
    ? t('own.owedBy', { sum: sum(owedMinor), date: formatDate(dueDate) })
    : t('own.owed', { sum: sum(owedMinor) });
  const said = owedMinor > 0 ? open : billedMinor > 0 ? t('own.allPaid') : null;
  const came = receivedMinor > 0 ? t('own.received', { sum: sum(receivedMinor) }) : null;
  return [came, said].filter(Boolean).join(' ') || t('own.nothingAsked');
}

function wayOf({ visit }: VisitView, { guaranteeDate }: VisitAccount, t: Translator): string {
  return visit.payWay === 'guarantee_letter' && guaranteeDate
    ? t('own.ways.guarantee_accepted', { date: formatDate(guaranteeDate) })
    : t(`own.ways.${visit.payWay}`);
}

/** What asks for money: the newest pro-forma of each kind until there is an invoice, then the invoices. */
export function payable(papers: readonly Paper[]): Paper[] {
  const open = papers.filter(({ leftMinor }) => leftMinor > 0);
  const invoices = open.filter(({ kind }) => kind === 'invoice');
  if (papers.some(({ kind }) => kind === 'invoice')) return invoices;
  const newest = new Map(open.map((paper) => [paper.basis === 'deposit' ? 'deposit' : 'whole', paper]));
  return [...newest.values()];
}

/** One button for each paper that asks for money. */
export function PayNow({ account, locale, token, t }: AccountProps) {
  const papers = payable(account.papers);
  if (papers.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="pay-now">
      <h2 id="pay-now">{t('own.payWhat')}</h2>
      {papers.map((paper) => {
        const sum = formatMoney({ amountMinor: paper.leftMinor, currency: paper.currency }, locale);
        const facts = { sum, kind: t(`kinds.${paper.kind}`), no: paperNumber(paper) };
        return (
          <form key={paper.id} method="post" action={paths.visitPaperPay(locale, token, paper.id)}>
            <Button look={papers.length === 1 ? 'main' : 'quiet'}>
              {papers.length === 1 ? t('own.pay', facts) : t('own.payOf', facts)}
            </Button>
          </form>
        );
      })}
    </section>
  );
}

/** Every paper, to keep. */
export function PapersList({ account, locale, token, t }: AccountProps) {
  return (
    <section className="stack" aria-labelledby="papers">
      <h2 id="papers">{t('own.papers')}</h2>
      {account.papers.length === 0 ? <p>{t('own.noPapers')}</p> : null}
      <ul className="stack">
        {account.papers.map((paper) => {
          const sum = (amountMinor: number) => formatMoney({ amountMinor, currency: paper.currency }, locale);
          const asks = paper.kind === 'invoice' || paper.kind === 'pro_forma';
          const left = paper.leftMinor > 0 ? t('own.left', { sum: sum(paper.leftMinor) }) : t('own.paid');
          return (
            <li key={paper.id}>
              <a href={paths.visitPaper(locale, token, paper.id)}>
                {t('own.download', { kind: t(`kinds.${paper.kind}`), no: paperNumber(paper) })}
              </a>{' '}
              <span className="soft">
                {t('own.paperFacts', { date: formatDate(paper.issuedDate), sum: sum(paper.totalMinor) })}
                {paper.kind === 'invoice' || (asks && paper.leftMinor > 0) ? `, ${left}` : null}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
