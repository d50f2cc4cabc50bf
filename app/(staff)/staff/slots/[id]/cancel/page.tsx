import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { cancelTimeslotRefusals } from '#lib/booking/cancel-timeslot.ts';
import { getAffectedByCancelling } from '#lib/booking/get-cancellation.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { CancelForm } from './cancel-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'cancellation')('staff.title') };
}

/** Cancelling a time: who is affected is shown first; then why, and how long visitors may answer. */
export default async function CancelSlotPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  if (!isUuid(id)) notFound();
  const ctx = await requireStaff('schedule.change', paths.staffCancelSlot(id));
  const found = await getAffectedByCancelling(ctx, id);
  if (!found.ok) notFound();
  const { affected } = found;
  if (affected.state === 'cancelling' || affected.state === 'cancelled') redirect(paths.staffCancellation(id));
  const { one } = await readFilters(props.searchParams);
  const refused = cancelTimeslotRefusals.find((code) => code === one('refused'));
  const t = translator(ctx.locale, 'cancellation');
  const isOpen = affected.state === 'on_sale' || affected.state === 'closed';
  return (
    <StaffPage ctx={ctx} room="today" path={paths.staffCancelSlot(id)}>
      <BackLink href={paths.staffSlot(id)}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <div>
          <h1>{t('staff.title')}</h1>
          <p>
            {t('staff.heading', { time: affected.startTime, visit: localized(affected.productNames, ctx.locale) })},{' '}
            {formatLongDate(affected.visitDate, ctx.locale)}
          </p>
        </div>
        {refused && refused !== 'note_missing' ? (
          <Notice kind="refused" live>
            <p>{t(`staff.refusals.${refused}`)}</p>
            {refused === 'has_group' && isUuid(one('visit')) ? (
              <p>
                <a href={paths.staffGroup(one('visit') ?? '')}>{t('staff.toGroup')}</a>
              </p>
            ) : null}
          </Notice>
        ) : null}
        <section className="stack" aria-labelledby="affected">
          <h2 id="affected">{t('staff.affected')}</h2>
          {affected.orders === 0 ? (
            <p>{t('staff.nobody')}</p>
          ) : (
            <SummaryList
              rows={[
                { term: t('staff.orders'), value: <span className="num">{affected.orders}</span> },
                { term: t('staff.held'), value: <span className="num">{affected.heldOrders}</span> },
                { term: t('staff.people'), value: <span className="num">{affected.people}</span>, isStrong: true },
                {
                  term: t('staff.paidSum'),
                  value: (
                    <span className="num">
                      {formatMoney({ amountMinor: affected.paidMinor, currency: affected.currency }, ctx.locale)}
                    </span>
                  ),
                },
              ]}
            />
          )}
          <p>{isOpen ? t('staff.effect') : t('staff.refusals.not_open')}</p>
        </section>
        {isOpen ? <CancelForm t={t} affected={affected} isNoteMissing={refused === 'note_missing'} /> : null}
      </div>
    </StaffPage>
  );
}
