import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getCancellation } from '#lib/booking/get-cancellation.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { CancellationFacts } from './cancellation-facts.tsx';
import { OrdersTable, StatesTable } from './cancellation-tables.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'cancellation')('staff.progressTitle') };
}

/** How far the cancellation of a time is: n of m, what became of the orders, and who needs a person. */
export default async function CancellationPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  if (!isUuid(id)) notFound();
  const ctx = await requireStaff('today.see', paths.staffCancellation(id));
  const found = await getCancellation(ctx, id);
  if (!found.ok) notFound();
  const { cancellation } = found;
  const { one } = await readFilters(props.searchParams);
  const { timeZone } = await getMuseum(ctx.db);
  const t = translator(ctx.locale, 'cancellation');
  return (
    <StaffPage ctx={ctx} room="today" path={paths.staffCancellation(id)}>
      <BackLink href={paths.staffSlot(id)}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <div>
          <h1>{t('staff.progressTitle')}</h1>
          <p>
            {t('staff.heading', {
              time: cancellation.startTime,
              visit: localized(cancellation.productNames, ctx.locale),
            })}
            , {formatLongDate(cancellation.visitDate, ctx.locale)}
          </p>
        </div>
        {one('done') ? (
          <Notice kind="done" live>
            {t('staff.done')}
          </Notice>
        ) : null}
        <CancellationFacts t={t} cancellation={cancellation} zone={timeZone} />
        <div className="actions">
          <LinkButton look="quiet" href={paths.staffCancellation(id)}>
            {t('staff.refresh')}
          </LinkButton>
        </div>
        {cancellation.states.length > 0 ? <StatesTable t={t} states={cancellation.states} /> : null}
        {cancellation.persons.length > 0 ? (
          <OrdersTable
            t={t}
            caption={t('staff.personCaption')}
            orders={cancellation.persons}
            cancellation={cancellation}
          />
        ) : null}
        {cancellation.unanswered.length > 0 ? (
          <OrdersTable
            t={t}
            caption={t('staff.unansweredCaption')}
            orders={cancellation.unanswered}
            cancellation={cancellation}
          />
        ) : null}
      </div>
    </StaffPage>
  );
}
