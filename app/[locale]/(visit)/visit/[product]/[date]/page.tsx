import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Button, LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { type RailSlot, TimeRail } from '#app/_ui/time-rail.tsx';
import { type DayTime, getDayTimes } from '#lib/booking/month-calendar.ts';
import { findOnlineProduct } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { isLocale, type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { formatLongDate, isIsoDate } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { readPeople } from '../../../read-people.ts';

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
const knownRefusals = [
  'full',
  'full_for_party',
  'not_on_sale',
  'unknown_timeslot',
  'too_many_tickets',
  'input',
  'busy',
];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, date } = await params;
  if (!isLocale(locale) || !isIsoDate(date)) return {};
  return {
    title: `${translator(locale, 'visit')('day.title')} · ${formatLongDate(date, locale)}`,
    robots: { index: false },
  };
}

/** The times of one day for a party, on a rail. Taking one holds the places from that moment on. */
export default async function DayPage({ params, searchParams }: Props) {
  const { locale, product: code, date } = await params;
  if (!isLocale(locale) || !isIsoDate(date)) notFound();
  const { db, now } = visitorRequest(locale);
  const product = await findOnlineProduct(db, code);
  if (!product) notFound();
  const [museum, settings, query] = await Promise.all([museumOfRequest(), getSettings(db, date), searchParams]);
  const limit = Math.min(settings.order_ticket_limit, product.partyMaximum);
  const people = readPeople(query.people, limit) ?? Math.min(defaultPeople, limit);
  const day = await getDayTimes(db, { product, date, people, now, zone: museum.timeZone });
  const t = translator(locale, 'visit');
  const upcoming = day.times.filter((time) => time.state !== 'past');
  const refusal = typeof query.refused === 'string' && knownRefusals.includes(query.refused) ? query.refused : null;
  const otherDay = `${paths.product(locale, code, { month: date.slice(0, 7), people })}#month`;
  return (
    <Frame locale={locale} here={(other) => paths.day(other, code, date, { people })}>
      <BackLink href={otherDay}>{t('day.otherDay')}</BackLink>
      {refusal ? (
        <ErrorSummary
          title={t('day.title')}
          errors={[
            {
              fieldId: upcoming.length ? 'times' : 'people',
              message: t(`day.refused.${refusal}`, refusedFacts(query, { people, limit })),
            },
          ]}
        />
      ) : null}
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
      {upcoming.length ? (
        <>
          <form className="who" method="get" action={paths.day(locale, code, date)}>
            <NumberStepper
              name="people"
              label={t('day.people')}
              hint={t('day.peopleHint', { limit })}
              min={1}
              max={limit}
              defaultValue={people}
              required
            />
            <Button look="quiet">{t('day.peopleAction')}</Button>
          </form>
          <p className="soft">{t('day.heldFor', { minutes: settings.cart_hold_minutes })}</p>
          <form method="post" action={paths.hold(locale)} id="times">
            <input type="hidden" name="product" value={code} />
            <input type="hidden" name="date" value={date} />
            <input type="hidden" name="people" value={people} />
            <input type="hidden" name="requestKey" value={newId()} />
            <TimeRail
              label={t('day.title')}
              slots={upcoming.map((time) => asRailSlot(time, locale))}
              action={(slot) =>
                slot.state === 'full' ? null : (
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
        </>
      ) : (
        <EmptyState
          title={day.closedReasons ? localized(day.closedReasons, locale) : t(emptyWords[day.emptyBecause ?? 'past'])}
        >
          <LinkButton href={otherDay}>{t('day.otherDay')}</LinkButton>
        </EmptyState>
      )}
    </Frame>
  );
}

function asRailSlot(time: DayTime, locale: Locale): RailSlot {
  const t = translator(locale, 'visit');
  const left =
    time.state === 'open'
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

/** The facts of a refusal as the address brought them; nothing of it is believed, only shown as numbers and times. */
function refusedFacts(query: Record<string, string | string[] | undefined>, known: { people: number; limit: number }) {
  const room = typeof query.room === 'string' && /^\d{1,3}$/.test(query.room) ? Number(query.room) : 0;
  const time = typeof query.time === 'string' && /^\d{2}:\d{2}$/.test(query.time) ? query.time : '—';
  return { room, time, ...known };
}
