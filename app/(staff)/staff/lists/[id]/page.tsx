import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { listLists } from '#lib/groups/list-lists.ts';
import { seeNames } from '#lib/groups/see-names.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { clear } from './clear-action.ts';
import { ClearTable } from './clear-table.tsx';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
const refusals = ['forbidden', 'unknown_visit', 'wrong_state', 'nobody'];

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'lists')('staff.title') };
}

/** One visit's list for the post: who is cleared and who is not, one by one or all who are left. The look is written down. */
export default async function ListPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  if (!isUuid(id)) notFound();
  const path = paths.staffList(id);
  const ctx = await requireStaff('names.see', path);
  const [found, seen] = await Promise.all([listLists(ctx, { visitId: id }), seeNames(ctx, { visitId: id })]);
  const row = found.ok ? found.rows[0] : undefined;
  if (!row || !seen.ok) notFound();
  const t = translator(ctx.locale, 'lists');
  const refused = refusals.find((code) => code === query.refused);
  const open = seen.names.filter(({ state }) => state === 'sent').length;
  return (
    <StaffPage ctx={ctx} room="lists" path={path}>
      <BackLink href={paths.staffLists()}>{t('staff.all')}</BackLink>
      <div className="stack">
        {refused ? (
          <Notice kind="refused" live>
            {t(`refused.${refused}`)}
          </Notice>
        ) : null}
        {query.done === 'cleared' ? (
          <Notice kind="done" live>
            {t('staff.done')}
          </Notice>
        ) : null}
        <h1>{row.school ?? row.code}</h1>
        <p>
          {formatDate(row.visitDate)} {row.startTime},{' '}
          {t('staff.counts', { people: row.people, sent: row.sent, cleared: row.cleared })}.{' '}
          {translator(ctx.locale, 'groups')(`states.${row.state}`)}
        </p>
        {seen.names.length === 0 ? (
          <p>{t('staff.noNames')}</p>
        ) : (
          <>
            {open > 0 ? (
              <form action={clear}>
                <input type="hidden" name="visitId" value={id} />
                <input type="hidden" name="whom" value="all" />
                <Button>{t('staff.clearAll', { count: open })}</Button>
              </form>
            ) : null}
            <form action={clear} className="stack">
              <input type="hidden" name="visitId" value={id} />
              <ClearTable names={seen.names} fields={row.fields} locale={ctx.locale} />
              <p className="form-end">
                <Button look="quiet" name="as" value="cleared">
                  {t('staff.clear')}
                </Button>{' '}
                <Button look="quiet" name="as" value="not_cleared">
                  {t('staff.notClear')}
                </Button>
              </p>
            </form>
          </>
        )}
        <p>
          <a className="btn plain" href={paths.staffListsPrint(row.visitDate)}>
            {t('staff.print', { date: formatDate(row.visitDate) })}
          </a>
        </p>
      </div>
    </StaffPage>
  );
}
