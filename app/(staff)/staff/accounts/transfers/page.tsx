import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { listTransfers, transferStands } from '#lib/groups/list-transfers.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { AccountsNav } from '../accounts-nav.tsx';
import { EnterForm, ImportForm } from './enter-forms.tsx';
import { TransferItem } from './transfer-item.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'accounts')('staff.transfers.title') };
}

/** The bank's lines: those to be matched with what they may pay, those that are, those set aside; entering more. */
export default async function TransfersPage({ searchParams }: { searchParams: SearchParams }) {
  const { one, page } = await readFilters(searchParams);
  const stand = transferStands.find((known) => known === one('stand')) ?? 'open';
  const path = paths.staffTransfers({ stand: stand === 'open' ? undefined : stand });
  const ctx = await requireStaff('payments.transfer', path);
  const listed = await listTransfers(ctx, { stand, page });
  if (!listed.ok) notFound();
  const museum = await getMuseum(ctx.db);
  const t = translator(ctx.locale, 'accounts');
  const [done, refused, back] = [one('done'), one('refused'), Number(one('back'))];
  const isBack = Number.isSafeInteger(back) && back > 0;
  const said = done === 'matched' && isBack ? 'matched_back' : done;
  const sum = isBack ? formatMoney({ amountMinor: back, currency: museum.currency }, ctx.locale) : '';
  return (
    <StaffPage ctx={ctx} room="accounts" path={path}>
      <h1>{t('staff.transfers.title')}</h1>
      <AccountsNav ctx={ctx} t={t} here="transfers" />
      <div className="stack-wide">
        {said && /^[a-z_]{2,20}$/.test(said) && t.has(`staff.transfers.done.${said}`) ? (
          <Notice kind="done" live>
            {t(`staff.transfers.done.${said}`, { sum })}
          </Notice>
        ) : null}
        {refused && /^[a-z_]{2,30}$/.test(refused) && t.has(`staff.transfers.refused.${refused}`) ? (
          <Notice kind="refused" live>
            {t(`staff.transfers.refused.${refused}`)}
          </Notice>
        ) : null}
        <nav aria-label={t('staff.transfers.stands.label')}>
          <ul className="tabs">
            {transferStands.map((other) => (
              <li key={other}>
                <a
                  href={paths.staffTransfers({ stand: other === 'open' ? undefined : other })}
                  aria-current={other === stand ? 'page' : undefined}
                >
                  {t(`staff.transfers.stands.${other}`, { count: listed.counts[other] })}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {listed.transfers.length === 0 ? (
          <EmptyState title={t('staff.transfers.emptyTitle')}>{t('staff.transfers.emptyText')}</EmptyState>
        ) : (
          listed.transfers.map((transfer) => (
            <TransferItem
              key={transfer.id}
              t={t}
              locale={ctx.locale}
              transfer={transfer}
              owed={listed.owed}
              typedReason={one('id') === transfer.id ? one('reason') : undefined}
            />
          ))
        )}
        <PageLinks
          t={translator(ctx.locale, 'staff')}
          page={listed.page}
          pages={listed.pages}
          href={(other) => paths.staffTransfers({ stand: stand === 'open' ? undefined : stand, page: String(other) })}
        />
        <EnterForm t={t} today={dateAt(ctx.now, museum.timeZone)} one={one} />
        <ImportForm t={t} one={one} />
      </div>
    </StaffPage>
  );
}
