import type { Metadata } from 'next';
import { LinkButton } from '#app/_ui/button.tsx';
import { type CalendarDay, MonthCalendar } from '#app/_ui/month-calendar.tsx';
import { TimeRail } from '#app/_ui/time-rail.tsx';
import { listOtherTimes } from '#lib/booking/list-other-times.ts';
import { addMonths, clampMonth, lastBookableDate } from '#lib/booking/month-calendar.ts';
import { findProductById } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { addDays, dateAt, formatLongDate } from '#lib/platform/time.ts';
import { museumOfRequest } from '../../../../../frame.tsx';
import { ChangeSum } from '../../change-sum.tsx';
import { openOrder } from '../../open-order.ts';
import { ChangeFrame } from '../change-frame.tsx';
import { loadChange, quoteWish } from '../load-change.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'change')('move.title'), robots: { index: false, follow: false } };
}

/** The visitor moves: a day, a time, the difference, and the button that says it. Links only until then. */
export default async function MovePage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const [museum, { why, untilHours }, found] = await Promise.all([
    museumOfRequest(),
    loadChange(ctx, order.id, locale, 'move'),
    findProductById(ctx.db, order.product.id),
  ]);
  const product = required(found, 'the product of an order');
  const today = dateAt(ctx.now, museum.timeZone);
  const asked = typeof query.month === 'string' ? query.month : order.timeslot.visitDate.slice(0, 7);
  const month = clampMonth(asked, product, today);
  const last = lastBookableDate(product, today);
  const end = addDays(`${addMonths(month, 1)}-01`, -1);
  const span = { from: `${month}-01`, until: [end, last].toSorted()[0] ?? end };
  const others = why ? { people: 0, times: [] } : await listOtherTimes(ctx.db, order.id, span);
  const days = Map.groupBy(others.times, ({ visitDate }) => visitDate);
  const chosen = typeof query.date === 'string' ? (days.get(query.date) ?? []) : [];
  const time = typeof query.time === 'string' ? query.time : null;
  const wish = { kind: 'move', toTimeslotId: time ?? '' } as const;
  const { quote, code } = time && !why ? await quoteWish(ctx, order.id, wish) : { quote: null, code: undefined };
  const here = (extra: Record<string, string>) => paths.orderChange(locale, token, 'move', { month, ...extra });
  const calendar: CalendarDay[] = [];
  for (let date = span.from; date <= end; date = addDays(date, 1)) {
    const count = days.get(date)?.length ?? 0;
    const name = formatLongDate(date, locale, { year: false });
    calendar.push(
      count > 0
        ? {
            date,
            state: 'open',
            word: translator(locale, 'visit')('product.state.open'),
            name: t('move.dayName', { date: name, count }),
            href: `${here({ date })}#times`,
            isChosen: date === query.date,
          }
        : {
            date,
            state: date < today ? 'past' : 'full',
            word: '',
            name: t('move.noRoomName', { date: name }),
            reason: date < today ? undefined : t('move.noRoomWhy'),
          },
    );
  }
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderChange(other, token, 'move', { month })}
      title={t('move.title')}
      lead={t('move.lead', {
        date: formatLongDate(order.timeslot.visitDate, locale),
        time: order.timeslot.startTime,
        people: others.people,
      })}
      refused={query.refused ?? code}
      fieldId="month"
      why={why}
    >
      <p className="soft">{t('move.until', { hours: untilHours })}</p>
      {quote ? <ChangeSum order={order} token={token} locale={locale} wish={wish} quote={quote} /> : null}
      <MonthCalendar
        month={month}
        locale={locale}
        days={calendar}
        previous={
          month > today.slice(0, 7)
            ? {
                href: paths.orderChange(locale, token, 'move', { month: addMonths(month, -1) }),
                text: t('move.previous'),
              }
            : null
        }
        next={
          end < last
            ? { href: paths.orderChange(locale, token, 'move', { month: addMonths(month, 1) }), text: t('move.next') }
            : null
        }
      />
      {chosen[0] ? (
        <section className="after stack" id="times" aria-labelledby="times-title">
          <h2 id="times-title">{t('move.times', { date: formatLongDate(chosen[0].visitDate, locale) })}</h2>
          <TimeRail
            label={t('move.times', { date: formatLongDate(chosen[0].visitDate, locale) })}
            slots={chosen.map((one) => ({
              id: one.timeslotId,
              startTime: one.startTime,
              state: 'open' as const,
              left: translator(locale, 'cancellation')('visitor.room', { count: one.free }),
              detail: one.language ? translator(locale, 'common')(`languages.${one.language}`) : undefined,
            }))}
            action={(slot) => (
              <LinkButton
                look="quiet"
                size="short"
                href={`${here({ date: chosen[0]?.visitDate ?? '', time: slot.id })}#sum`}
                aria-label={t('move.take', { time: slot.startTime })}
              >
                {t('move.takeShort')}
              </LinkButton>
            )}
          />
        </section>
      ) : null}
      {others.times.length === 0 ? <p>{t('move.none')}</p> : null}
    </ChangeFrame>
  );
}
