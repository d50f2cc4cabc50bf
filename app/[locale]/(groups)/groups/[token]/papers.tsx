import { LinkButton } from '#app/_ui/button.tsx';
import { getVisitAccount } from '#lib/groups/get-visit-account.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { standing } from './papers/cost-part.tsx';

/** The money of a visit on its page, in a sentence or two, and the way to its papers. */
export async function Papers({ view, locale, token }: { view: VisitView; locale: Locale; token: string }) {
  const account = await getVisitAccount(visitorRequest(locale).db, view.visit);
  const t = translator(locale, 'accounts');
  const { bill, papers, currency } = account;
  if (!bill && papers.length === 0) return null;
  const isFree = bill?.totalMinor === 0;
  const sum = bill ? formatMoney({ amountMinor: bill.totalMinor, currency }, locale) : '';
  return (
    <section className="stack" aria-labelledby="visit-papers">
      <h2 id="visit-papers">{t('own.title')}</h2>
      <p>
        {bill && view.visit.state !== 'cancelled_by_group' && view.visit.state !== 'cancelled_by_museum'
          ? isFree
            ? t('own.free')
            : t('own.costs', { sum })
          : null}{' '}
        {isFree && papers.length === 0 ? null : standing(account, locale, t)}
      </p>
      <p>
        <LinkButton look="quiet" href={paths.visitPapers(locale, token)}>
          {t('own.open')}
        </LinkButton>
      </p>
    </section>
  );
}
