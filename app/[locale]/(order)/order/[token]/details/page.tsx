import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { findAlternative } from '#lib/booking/find-alternative.ts';
import { listRoute, type RouteStop } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { HeldUntil } from '../held-until.tsx';
import { type OrderParams, openOrder } from '../open-order.ts';
import { VisitSummary } from '../visit-summary.tsx';
import { DetailsForm } from './details-form.tsx';
import { detailsWords } from './details-words.ts';
import { saveDetailsAction } from './save-details-action.ts';
import { detailsNeeded, visitorsToName } from './visitor-names.ts';

type Props = { params: OrderParams; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'order')('details.title'), robots: { index: false } };
}

/** The visitor's details, then on to pay. An e-mail address is enough. */
export default async function DetailsPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  if (order.state !== 'held' || order.isRunOut) redirect(paths.order(locale, token));
  if (!order.hasChosenTypes) redirect(paths.orderTickets(locale, token));
  const [query, museum, settings, alternative, route] = await Promise.all([
    searchParams,
    museumOfRequest(),
    getSettings(ctx.db, order.timeslot.visitDate),
    findAlternative(ctx.db, order.id),
    listRoute(ctx.db, order.product.id),
  ]);
  const needed = detailsNeeded(order);
  const visitors = needed.namesRequired === 'each' ? visitorsToName(order, locale) : [];
  const t = translator(locale, 'order');
  // Nobody pays for a visit that has begun: said here, rather than by a button that leads back to this page.
  const hasBegun = order.timeslot.startsAt.getTime() <= ctx.now.getTime();
  return (
    <Frame locale={locale} here={(other) => paths.orderDetails(other, token)}>
      <BackLink href={paths.orderTickets(locale, token)}>{t('summary.tickets')}</BackLink>
      {query.told === 'changed' ? (
        <Notice kind="done" live>
          {t('details.changed', { name: localized(order.product.names, locale), time: order.timeslot.startTime })}
        </Notice>
      ) : null}
      {query.told === 'no_alternative' ? (
        <Notice kind="refused" live>
          {t('details.noAlternative')}
        </Notice>
      ) : null}
      <StepHeading title={t('details.title')} lead={t('details.lead')} />
      <HeldUntil order={order} token={token} locale={locale} zone={museum.timeZone} now={ctx.now} from="details" />
      {hasBegun ? (
        <div className="stack">
          <Notice kind="refused">{t('details.hasBegun')}</Notice>
          <p>
            <LinkButton href={paths.product(locale, order.product.code)}>{t('details.otherTime')}</LinkButton>
          </p>
        </div>
      ) : null}
      <div className="two">
        {hasBegun ? null : (
          <DetailsForm
            action={saveDetailsAction.bind(null, locale, token)}
            words={detailsWords(locale, {
              pay:
                order.totalMinor > 0
                  ? t('details.pay', {
                      price: formatMoney({ amountMinor: order.totalMinor, currency: order.currency }, locale),
                    })
                  : t('details.confirmFree'),
              limit: settings.email_day_ticket_limit,
              advisory: localized(order.product.advisories, locale) || null,
              advisoryRooms: order.product.advisories ? advisoriesOf(route, locale) : [],
              isFree: order.totalMinor === 0,
              people: visitors.map(({ type }) => type),
              isNameNeeded: needed.namesRequired === 'lead',
              alternative: alternative && {
                text: t('details.alternative', {
                  time: alternative.startTime,
                  name: localized(alternative.names, locale),
                }),
                action: t('details.alternativeAction', { time: alternative.startTime }),
              },
            })}
            needed={needed}
            links={{
              terms: paths.terms(locale),
              privacy: paths.privacy(locale),
              alternative: paths.orderStep(locale, token, 'alternative'),
            }}
            initial={{
              values: {
                email: order.email ?? '',
                contactName: order.contactName ?? '',
                phone: order.phone ?? '',
                accessNeeds: order.accessNeeds ?? '',
                visitorNames: visitors.map(({ name }) => name),
                hasAcknowledgedAdvisory: order.advisoryAcknowledgedAt !== null,
                hasAcceptedTerms: order.termsAcceptedAt !== null,
              },
              errors: {},
              refusal: null,
            }}
          />
        )}
        <section aria-labelledby="summary" className="stack">
          <h2 id="summary">{t('summary.title')}</h2>
          <VisitSummary
            order={order}
            museum={museum}
            locale={locale}
            beThereMinutes={settings.be_there_minutes}
            changeTickets={paths.orderTickets(locale, token)}
          />
        </section>
      </div>
    </Frame>
  );
}

/** What may be hard to bear, space by space: read before it is acknowledged (3.2). */
function advisoriesOf(route: readonly RouteStop[], locale: Locale): string[] {
  const t = translator(locale, 'visit');
  const rooms = route.flatMap(({ names, advisories, advisoryAge }) =>
    advisories
      ? [
          `${localized(names, locale)}: ${localized(advisories, locale)}${
            advisoryAge ? ` ${t('product.advisoryAge', { age: advisoryAge })}` : ''
          }`,
        ]
      : [],
  );
  return [...new Set(rooms)];
}
