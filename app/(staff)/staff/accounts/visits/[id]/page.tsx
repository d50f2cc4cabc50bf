import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { getVisitAccount } from '#lib/groups/get-visit-account.ts';
import { mayIssue } from '#lib/groups/may-issue.ts';
import { findVisitView } from '#lib/groups/visit-view.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { MoneyFacts } from '../../money-facts.tsx';
import { AccountTables } from './account-tables.tsx';
import { IssueForms } from './issue-forms.tsx';
import { TakeForms } from './take-forms.tsx';

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'accounts')('staff.visit.title') };
}

/** One visit's account: what it costs and owes, its papers and payments, and what can be done. */
export default async function VisitAccountPage({ params, searchParams }: Props) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const path = paths.staffVisitAccount(id);
  const ctx = await requireStaff(['money.see', 'groups.see'], path);
  const view = await findVisitView(ctx.db, id);
  if (!view || view.visit.state === 'draft') notFound();
  const account = await getVisitAccount(ctx.db, view.visit);
  const museum = await getMuseum(ctx.db);
  const { one } = await readFilters(searchParams);
  const t = translator(ctx.locale, 'accounts');
  const words = (group: 'done' | 'refused', code: string | undefined) =>
    code && /^[a-z_]{2,30}$/.test(code) && t.has(`staff.visit.${group}.${code}`)
      ? t(`staff.visit.${group}.${code}`, { sum: change })
      : null;
  const changeMinor = Number(one('change') ?? 0);
  const isChange = Number.isSafeInteger(changeMinor) && changeMinor > 0;
  const change = isChange ? formatMoney({ amountMinor: changeMinor, currency: account.currency }, ctx.locale) : '';
  const done = words('done', one('done') === 'taken' && isChange ? 'change' : one('done'));
  const refused = words('refused', one('refused'));
  const part = { t, locale: ctx.locale, view, account };
  return (
    <StaffPage ctx={ctx} room="accounts" path={path}>
      {can(ctx.actor, 'money.see') ? <BackLink href={paths.staffAccounts()}>{t('staff.title')}</BackLink> : null}
      <div className="stack-wide">
        <div>
          <h1>{view.institution?.name ?? t('staff.visit.title')}</h1>
          <p>
            <code>{view.visit.code}</code> · {localized(view.product.names, ctx.locale)} ·{' '}
            {translator(ctx.locale, 'groups')(`states.${view.visit.state}`)}
          </p>
        </div>
        {done ? (
          <Notice kind="done" live>
            {done}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {refused}
          </Notice>
        ) : null}
        <MoneyFacts {...part} />
        <AccountTables {...part} zone={museum.timeZone} />
        {mayIssue(ctx) ? <IssueForms {...part} /> : null}
        <TakeForms {...part} actor={ctx.actor} today={dateAt(ctx.now, museum.timeZone)} one={one} />
      </div>
    </StaffPage>
  );
}
