import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Table } from '#app/_ui/table.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { findTransferImport } from '#lib/groups/import-transfers.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

const shown = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'accounts')('staff.transfers.import.title') };
}

/** How far a statement is entered, and what of it was not taken, line by line. */
export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const path = paths.staffTransferImport(id);
  const ctx = await requireStaff('payments.transfer', path);
  const found = await findTransferImport(ctx, id);
  if (!found) notFound();
  const t = translator(ctx.locale, 'accounts');
  const { refused } = found;
  return (
    <StaffPage ctx={ctx} room="accounts" path={path}>
      {found.isFinished ? null : <meta httpEquiv="refresh" content="3" />}
      <BackLink href={paths.staffTransfers()}>{t('staff.transfers.import.back')}</BackLink>
      <div className="stack-wide">
        <h1>{found.fileName}</h1>
        <Notice kind={found.isFinished ? 'done' : 'info'} live>
          <p>{t('staff.transfers.import.progress', { done: found.done, total: found.total })}</p>
          <p>
            {found.isFinished
              ? t('staff.transfers.import.finished', { added: found.added })
              : t('staff.transfers.import.waits')}
          </p>
        </Notice>
        {refused.length > 0 ? (
          <Table
            caption={t('staff.transfers.import.refused', { count: refused.length })}
            rows={refused.slice(0, shown)}
            rowKey={({ line }) => String(line)}
            columns={[
              {
                key: 'line',
                head: t('staff.transfers.import.line'),
                isNumber: true,
                isRowHead: true,
                cell: ({ line }) => line,
              },
              {
                key: 'why',
                head: t('staff.transfers.import.why'),
                cell: ({ code }) => t(`staff.transfers.faults.${code}`),
              },
            ]}
          />
        ) : null}
        {refused.length > shown ? <p>{t('staff.transfers.import.more', { count: refused.length - shown })}</p> : null}
      </div>
    </StaffPage>
  );
}
