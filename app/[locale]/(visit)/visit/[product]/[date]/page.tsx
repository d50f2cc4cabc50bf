import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { type RailSlot, TimeRail } from '#app/_ui/time-rail.tsx';
import { type DayTime, getDayTimes } from '#lib/booking/month-calendar.ts';
import { findOnlineProduct, findProductById } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { formatLongDate, isIsoDate, type WallTime } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { openedByCode } from '../../../opened-by-code.ts';
import { openingMoment } from '../../../opening-moment.ts';
import { readPeople } from '../../../read-people.ts';
import { PriceTable } from '../price-table.tsx';
import { CodeForm } from './code-form.tsx';
import { dayErrors } from './day-errors.ts';
import { DayPrices } from './day-prices.tsx';

type Props = {
  params: Promise<{ locale: string; product: string; date: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const emptyWords = {
  past: 'day.past',
  closed_weekday: 'day.closedWeekday',
  not_yet: 'day.notYet',
  none: 'day.empty',
} as const;
const defaultPeople = 2;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, product: code, date } = await params;
  if (!isLocale(locale) || !isIsoDate(date)) return {};
  const product = await findOnlineProduct(visitorRequest(locale).db, code);
  return {
    title: `${translator(locale, 'visit')('day.title')} · ${formatLongDate(date, locale)}`,
    description: product ? localized(product.summaries, locale) : undefined,
    // Search engines are led to the product: a day is over soon.
    alternates: { canonical: paths.product(locale, code) },
  };
}

/** The times of one day for a party, on a rail. Taking one holds the places from that moment on. */
export default async function DayPage({ params, searchParams }: Props) {
  const { locale, product: productCode, date } = await params;
  if (!isLocale(locale) || !isIsoDate(date)) notFound();
  const ctx = visitorRequest(locale);
  const { db, now } = ctx;
  const product = await findOnlineProduct(db, productCode);
  if (!product) notFound();
  const [museum, settings, query] = await Promise.all([museumOfRequest(), getSettings(db, date), searchParams]);
  const code = await openedByCode(ctx, product.id, query.code);
  const voucher = code.found?.ok ? code.found.voucher : undefined;
  const limit = Math.min(voucher?.maximumTickets ?? settings.order_ticket_limit, product.partyMaximum);
  const people = readPeople(query.people, limit) ?? Math.min(defaultPeople, limit);
  const [day, alternative] = await Promise.all([
    getDayTimes(db, { product, date, people, now, zone: museum.timeZone, code: voucher }),
    product.isStepFree || !product.alternativeProductId ? null : findProductById(db, product.alternativeProductId),
  ]);
  const t = translator(locale, 'visit');
  const waiting = translator(locale, 'waiting');
  const waitFor = (time: WallTime) =>
    paths.wait(locale, productCode, { people: `${people}`, date1: date, from1: time, until1: time });
  const upcoming = day.times.filter((time) => time.state !== 'past');
  // One waits for what others have; before its first moment nobody has anything (decision 019).
  const waitable = upcoming.filter(({ state, capacity }) => state === 'full' || (state === 'later' && capacity > 0));
  const kept = code.found ? code.typed : undefined;
  const otherDay = `${paths.product(locale, productCode, { month: date.slice(0, 7), people, code: kept })}#month`;
  const errors = dayErrors(locale, query, { code, people, limit, hasTimes: upcoming.length > 0 });
  return (
    <Frame locale={locale} here={(other) => paths.day(other, productCode, date, { people, code: kept })}>
      <BackLink href={otherDay}>{t('day.otherDay')}</BackLink>
      <ErrorSummary title={t('day.title')} errors={errors} />
      <StepHeading
        where={localized(product.names, locale)}
        title={
          <>
            {t('day.title')}
            <small className="title-sub">
              {formatLongDate(date, locale)}
              {day.dayType ? ` · ${localized(day.dayType.names, locale)}` : ''}
            </small>
          </>
        }
      />
      {day.opensAt ? (
        <Notice kind="info">
          <p>
            {t(upcoming.some((time) => time.capacity > 0) ? 'later.more' : 'later.day', {
              moment: openingMoment(day.opensAt, locale, museum.timeZone),
            })}
          </p>
        </Notice>
      ) : null}
      {upcoming.length ? (
        <>
          <form className="who" method="get" action={paths.day(locale, productCode, date)}>
            <NumberStepper
              name="people"
              label={t('day.people')}
              hint={t('day.peopleHint', { limit })}
              steps={{ less: t('day.peopleLess'), more: t('day.peopleMore') }}
              min={1}
              max={limit}
              defaultValue={people}
              required
            />
            {kept ? <input type="hidden" name="code" value={kept} /> : null}
            <Button look="quiet">{t('day.peopleAction')}</Button>
          </form>
          {code.found ? (
            <CodeForm locale={locale} product={productCode} date={date} people={people} code={code} />
          ) : null}
          {alternative?.isSoldOnline ? (
            <p className="small">
              <a href={paths.day(locale, alternative.code, date, { people })}>
                {t('day.alternative', { name: localized(alternative.names, locale) })}
              </a>
            </p>
          ) : null}
          <DayPrices locale={locale} productId={product.id} date={date} dayType={day.dayType?.code ?? null} />
          <form method="post" action={paths.hold(locale)} id="times">
            <input type="hidden" name="product" value={productCode} />
            <input type="hidden" name="date" value={date} />
            <input type="hidden" name="people" value={people} />
            <input type="hidden" name="requestKey" value={newId()} />
            {voucher ? <input type="hidden" name="code" value={code.typed} /> : null}
            <TimeRail
              label={t('day.title')}
              slots={upcoming.map((time) => asRailSlot(time, locale, museum.timeZone))}
              action={(slot) =>
                slot.state === 'later' || slot.state === 'full' ? (
                  voucher || !waitable.some(({ timeslotId }) => timeslotId === slot.id) ? null : (
                    <LinkButton
                      look="plain"
                      size="short"
                      href={waitFor(slot.startTime)}
                      aria-label={waiting('day.waitAt', { time: slot.startTime })}
                    >
                      {waiting('day.wait')}
                    </LinkButton>
                  )
                ) : (
                  <Button
                    name="timeslotId"
                    value={slot.id}
                    size="short"
                    aria-label={t('day.take', { people, time: slot.startTime })}
                  >
                    {t('day.takeShort')}
                  </Button>
                )
              }
            />
          </form>
          {!voucher && waitable.length ? (
            <p className="soft">
              {waiting(waitable.some(({ state }) => state === 'later') ? 'day.hintLater' : 'day.hint')}
            </p>
          ) : null}
          <p className="soft">{t('day.heldFor', { minutes: settings.cart_hold_minutes })}</p>
          {code.found ? null : (
            <CodeForm locale={locale} product={productCode} date={date} people={people} code={code} />
          )}
        </>
      ) : (
        <>
          {code.found ? (
            <CodeForm locale={locale} product={productCode} date={date} people={people} code={code} />
          ) : null}
          <EmptyState
            title={day.closedReasons ? localized(day.closedReasons, locale) : t(emptyWords[day.emptyBecause ?? 'past'])}
          >
            <LinkButton href={otherDay}>{t('day.otherDay')}</LinkButton>
          </EmptyState>
        </>
      )}
      <PriceTable locale={locale} product={product} visitDate={date} />
    </Frame>
  );
}

function asRailSlot(time: DayTime, locale: Locale, zone: string): RailSlot {
  const t = translator(locale, 'visit');
  const left =
    time.state === 'later'
      ? t(time.capacity > 0 ? 'later.slotMore' : 'later.slot', {
          moment: openingMoment(time.opensAt ?? new Date(0), locale, zone),
        })
      : time.state === 'open'
        ? t('day.open')
        : time.state === 'few'
          ? t('day.few', { count: time.free })
          : time.free > 0
            ? t('day.fullForParty', { count: time.free })
            : t('day.full');
  return {
    id: time.timeslotId,
    startTime: time.startTime,
    state: time.state === 'past' ? 'full' : time.state,
    left,
    detail: time.language
      ? t('day.language', { language: translator(locale, 'common')(`languages.${time.language}`) })
      : undefined,
  };
}
