import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Select } from '#app/_ui/select.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { findLastChange } from '#lib/booking/find-last-change.ts';
import { listOtherTimes, otherTimesDays } from '#lib/booking/list-other-times.ts';
import { moveRefusal, moveRefusals } from '#lib/booking/move-order.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { quoteChange } from '#lib/booking/quote-change.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { addDays, dateAt, formatLongDate, type IsoDate, isIsoDate } from '#lib/platform/time.ts';
import { MoveSum } from './move-sum.tsx';
import { TimesTable } from './times-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'cancellation')('staff.move.link') };
}

/** Another time for an order: the next ones with room; the difference in price before anything happens. */
export default async function MovePage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  if (!isUuid(id)) notFound();
  const ctx = await requireStaff('orders.change', paths.staffMove(id));
  const order = await findOrderView(ctx.db, id);
  if (!order) notFound();
  const { one } = await readFilters(props.searchParams);
  const { timeZone } = await getMuseum(ctx.db);
  const span = spanOf(one('from'), order.timeslot.visitDate, dateAt(ctx.now, timeZone));
  const { people, times } = await listOtherTimes(ctx.db, id, span);
  const t = translator(ctx.locale, 'cancellation');
  const isCancelled = order.timeslot.state === 'cancelling' || order.timeslot.state === 'cancelled';
  const shortDay = (date: string) => formatLongDate(date, ctx.locale, { weekday: false });
  const further = (
    <>
      {span.earlier ? (
        <LinkButton look="plain" rel="prev" href={paths.staffMove(id, { from: span.earlier })}>
          {t('staff.move.earlier')}
        </LinkButton>
      ) : null}
      {span.later ? (
        <LinkButton look="plain" rel="next" href={paths.staffMove(id, { from: span.later })}>
          {t('staff.move.later')}
        </LinkButton>
      ) : null}
    </>
  );
  const shownSpan = { from: shortDay(span.from), until: shortDay(span.until) };
  const dayOf = (date: string) => formatLongDate(date, ctx.locale);
  const time = one('time');
  const quoted =
    time && !isCancelled && people > 0
      ? await quoteChange(ctx, { orderId: id, wish: { kind: 'move', toTimeslotId: time } })
      : null;
  const refused =
    moveRefusals.find((code) => code === one('refused')) ??
    (quoted && !quoted.ok ? moveRefusal(quoted.code) : undefined);
  const last = one('done') ? await findLastChange(ctx.db, id) : null;
  // The day asked for, else the day that was booked, else the first with room.
  const days = [...new Set(times.map(({ visitDate }) => visitDate))];
  const chosen = times.find(({ timeslotId }) => timeslotId === time)?.visitDate;
  const date = [one('date'), chosen, order.timeslot.visitDate, days[0]].find(
    (day) => day !== undefined && days.includes(day),
  );
  const now = {
    date: formatLongDate(order.timeslot.visitDate, ctx.locale, { weekday: false }),
    time: order.timeslot.startTime,
  };
  return (
    <StaffPage ctx={ctx} room="orders" path={paths.staffMove(id)}>
      <BackLink href={paths.staffOrder(id)}>{t('staff.move.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('staff.move.title', { code: order.code })}</h1>
        {one('done') ? (
          <Notice kind="done" live>
            <p>{t('staff.move.done', now)}</p>
            {last && last.returnedMinor > 0 && last.state === 'applied' ? (
              <p>
                {translator(ctx.locale, 'change')('staff.back', {
                  sum: formatMoney({ amountMinor: last.returnedMinor, currency: last.currency }, ctx.locale),
                })}
              </p>
            ) : null}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {t(`staff.move.refusals.${refused}`)}
          </Notice>
        ) : null}
        {people === 0 ? (
          <p>{t('staff.move.refusals.nothing_to_move')}</p>
        ) : (
          <>
            <p>{t('staff.move.lead', { ...now, people, ...shownSpan })}</p>
            <p>{t(isCancelled ? 'staff.move.free' : 'staff.move.same')}</p>
            {quoted?.ok ? <MoveSum order={order} locale={ctx.locale} quote={quoted.quote} /> : null}
            {date ? (
              <>
                <form className="filters" action={paths.staffMove(id)}>
                  {one('from') ? <input type="hidden" name="from" value={span.from} /> : null}
                  <Select
                    name="date"
                    label={t('staff.move.day')}
                    defaultValue={date}
                    options={days.map((day) => ({ value: day, label: dayOf(day) }))}
                  />
                  <Button look="quiet">{translator(ctx.locale, 'staff')('today.go')}</Button>
                  {further}
                </form>
                <TimesTable
                  t={t}
                  orderId={id}
                  date={date}
                  isFree={isCancelled}
                  from={one('from') ? span.from : undefined}
                  times={times.filter(({ visitDate }) => visitDate === date)}
                />
              </>
            ) : (
              <div className="filters">
                <p>{t('staff.move.noTimes', shownSpan)}</p>
                {further}
              </div>
            )}
          </>
        )}
      </div>
    </StaffPage>
  );
}

/** How far ahead times are looked for: whatever a product sells, no farther than a year. */
const mostDaysAhead = 366;

/** The days that are shown: from a little before the visit that was booked, or as asked for; never before today. */
function spanOf(asked: string | undefined, visitDate: IsoDate, today: IsoDate) {
  const last = addDays(today, mostDaysAhead);
  const clamp = (date: IsoDate) => (date < today ? today : date > last ? last : date);
  const from = clamp(isIsoDate(asked) ? asked : addDays(visitDate, -3));
  const later = addDays(from, otherTimesDays);
  return {
    from,
    until: addDays(from, otherTimesDays - 1),
    earlier: from > today ? clamp(addDays(from, -otherTimesDays)) : null,
    later: later <= last ? later : null,
  };
}
