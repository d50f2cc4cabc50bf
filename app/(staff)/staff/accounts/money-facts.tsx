import { Money } from '#app/_ui/money.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { VisitAccount } from '#lib/groups/get-visit-account.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatDate } from '#lib/platform/time.ts';

/** A visit's money in a few lines. */
export function MoneyFacts(props: { t: Translator; locale: Locale; view: VisitView; account: VisitAccount }) {
  const { t, locale, view, account } = props;
  const { visit } = view;
  const money = (amountMinor: number) => (
    <Money amountMinor={amountMinor} currency={account.currency} locale={locale} />
  );
  const letter = account.guaranteeDate
    ? t('staff.visit.letterAccepted', { date: formatDate(account.guaranteeDate) })
    : t(account.letter ? 'staff.visit.letterWaits' : 'staff.visit.letterNone');
  const rows = [
    ...(account.bill ? [{ term: t('staff.visit.costs'), value: money(account.bill.totalMinor) }] : []),
    { term: t('staff.visit.billed'), value: money(account.billedMinor) },
    { term: t('staff.visit.received'), value: money(account.receivedMinor) },
    { term: t('staff.visit.owed'), value: money(account.owedMinor), isStrong: true },
    ...(account.overMinor > 0 ? [{ term: t('staff.visit.over'), value: money(account.overMinor) }] : []),
    ...(visit.payWay ? [{ term: t('staff.visit.way'), value: t(`staff.visit.ways.${visit.payWay}`) }] : []),
    ...(visit.payWay === 'guarantee_letter' || account.letter
      ? [{ term: t('staff.visit.letter'), value: letter }]
      : []),
    {
      term: t('staff.visit.account2'),
      value: account.closedDate
        ? t('staff.visit.closed', { date: formatDate(account.closedDate) })
        : t('staff.visit.openAccount'),
    },
  ];
  return <SummaryList rows={rows} />;
}
