import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Table } from '#app/_ui/table.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { PageLinks } from '#app/(staff)/page-links.tsx';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { listAudit } from '#lib/reports/list-audit.ts';
import { auditColumns } from './audit-columns.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('audit.title') };
}

/** Who did what, when, before and after. Only looked at: nothing here can be changed by anybody. */
export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { q, date, page } = await readFilters(searchParams);
  const path = paths.staffAudit({ q, date, page });
  const ctx = await requireStaff('audit.see', path);
  const { timeZone } = await getMuseum(ctx.db);
  const found = await listAudit(ctx, { q, date, page, zone: timeZone });
  if (!found.ok) notFound();
  const t = translator(ctx.locale, 'staff');
  return (
    <StaffPage ctx={ctx} room="audit" path={path}>
      <h1>{t('audit.title')}</h1>
      <search>
        <form className="filters" action={paths.staffAudit()}>
          <TextInput
            type="search"
            name="q"
            label={t('audit.search')}
            hint={t('audit.searchHint')}
            defaultValue={q ?? ''}
            maxLength={100}
          />
          <TextInput type="date" name="date" label={t('audit.date')} defaultValue={date ?? ''} />
          <Button>{t('audit.submit')}</Button>
          {q || date ? (
            <a className="btn plain" href={paths.staffAudit()}>
              {t('audit.clear')}
            </a>
          ) : null}
        </form>
      </search>
      {found.rows.length === 0 ? (
        <EmptyState title={t('audit.emptyTitle')}>{t('audit.emptyText')}</EmptyState>
      ) : (
        <div className="stack">
          <Table
            caption={t('audit.count', { total: found.total })}
            columns={auditColumns(t, timeZone)}
            rows={found.rows}
            rowKey={(row) => String(row.id)}
          />
          <PageLinks
            t={t}
            page={found.page}
            pages={found.pages}
            href={(other) => paths.staffAudit({ q, date, page: other })}
          />
        </div>
      )}
    </StaffPage>
  );
}
