import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { listLists } from '#lib/groups/list-lists.ts';
import { seeNamesOfDay } from '#lib/groups/see-names.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatDate, formatLongDate, isIsoDate, wallTimeAt } from '#lib/platform/time.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'lists')('staff.printTitle') };
}

/**
 * The paper for the post: the day's groups by start, large, with only what the policy names, and a box for each person. Without a date
 * it is today's, ready at any hour of the morning. Whoever prints it is written down.
 */
export default async function PrintListsPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await readFilters(searchParams);
  const given = isIsoDate(filters.date) ? filters.date : undefined;
  const ctx = await requireStaff('names.see', paths.staffListsPrint(given ?? ''));
  const museum = await getMuseum(ctx.db);
  const date = given ?? dateAt(ctx.now, museum.timeZone);
  const [found, seen] = await Promise.all([listLists(ctx, { fromDate: date, days: 0 }), seeNamesOfDay(ctx, { date })]);
  if (!found.ok || !seen.ok) notFound();
  const t = translator(ctx.locale, 'lists');
  return (
    <main className="paper" id="main">
      <div className="no-print">
        <BackLink href={paths.staffLists({ date })}>{t('staff.all')}</BackLink>
      </div>
      <header>
        <p>{localized(museum.names, ctx.locale)}</p>
        <h1>
          {t('staff.printTitle')}: {formatLongDate(date, ctx.locale)}
        </h1>
      </header>
      {found.rows.length === 0 ? <p>{t('staff.none')}</p> : null}
      {found.rows.map((row) => (
        <section key={row.visitId} className="paper-part" aria-labelledby={row.visitId}>
          <h2 id={row.visitId}>
            {row.startTime} {row.school ?? row.code}
          </h2>
          <p>{t('staff.counts', { people: row.people, sent: row.sent, cleared: row.cleared })}</p>
          <table className="paper-table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="vh">{t('fields.state')}</span>
                </th>
                <th scope="col">{t('fields.no')}</th>
                {row.fields.map((field) => (
                  <th scope="col" key={field}>
                    {t(`fields.${field}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(seen.visits.get(row.visitId) ?? [])
                .filter(({ state }) => state !== 'replaced')
                .map((name) => (
                  <tr key={name.id}>
                    <td className="paper-box">
                      {name.state === 'cleared' ? '✓' : ''}
                      <span className="vh">{t(`nameStates.${name.state}`)}</span>
                    </td>
                    <td>{name.no}</td>
                    <th scope="row">
                      {name.name}
                      {name.role === 'pupil' ? '' : `, ${t(`roles.${name.role}`)}`}
                    </th>
                    {row.fields.includes('birth_year') ? <td>{name.birthYear}</td> : null}
                    {row.fields.includes('document') ? <td>{name.document}</td> : null}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
      <footer>
        <p>
          {t('staff.printed', {
            date: formatDate(dateAt(ctx.now, museum.timeZone)),
            time: wallTimeAt(ctx.now, museum.timeZone),
          })}
        </p>
      </footer>
    </main>
  );
}
