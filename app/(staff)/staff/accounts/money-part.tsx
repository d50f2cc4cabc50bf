import { LinkButton } from '#app/_ui/button.tsx';
import { getVisitAccount } from '#lib/groups/get-visit-account.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { MoneyFacts } from './money-facts.tsx';

/** The money of a visit on its dossier, and the way to its account. */
export async function MoneyPart({ view, locale }: { view: VisitView; locale: Locale }) {
  const account = await getVisitAccount(visitorRequest(locale).db, view.visit);
  const t = translator(locale, 'accounts');
  return (
    <section className="stack" aria-labelledby="visit-money">
      <h2 id="visit-money">{t('staff.visit.money')}</h2>
      <MoneyFacts t={t} locale={locale} view={view} account={account} />
      <div className="actions">
        <LinkButton look="quiet" href={paths.staffVisitAccount(view.visit.id)}>
          {t('staff.visit.account')}
        </LinkButton>
      </div>
    </section>
  );
}
