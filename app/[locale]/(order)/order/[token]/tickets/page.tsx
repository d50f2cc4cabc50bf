import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { findVoucherOfOrder } from '#lib/booking/find-voucher.ts';
import { findDonationLimit } from '#lib/booking/give-donation.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import { findVisitTerms } from '#lib/booking/quote.ts';
import { reducedUnitPrice } from '#lib/catalog/voucher-price.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { HeldUntil } from '../held-until.tsx';
import { openOrder } from '../open-order.ts';
import { typedTickets } from '../typed-tickets.ts';
import { typedCode } from '../voucher/typed-code.ts';
import { CodeField, codeRefusal } from './code-field.tsx';
import { DonationField, donationRefusal, typedDonation } from './donation-field.tsx';
import { FirstGuess } from './first-guess.tsx';
import { TicketTypeRow } from './ticket-type-row.tsx';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const knownRefusals = [
  'nothing_chosen',
  'unknown_ticket_type',
  'too_many_tickets',
  'companion_without_person',
  'full',
  'not_a_number',
  'email_day_limit',
];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'order')('tickets.title'), robots: { index: false } };
}

/** Who comes: a number for each ticket type, with its price and its document. */
export default async function TicketsPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  if (order.state !== 'held' || order.isRunOut) redirect(paths.order(locale, token));
  const [museum, terms, voucher, query] = await Promise.all([
    museumOfRequest(),
    findVisitTerms(ctx.db, order.timeslot.id, { onlineOnly: true }),
    findVoucherOfOrder(ctx.db, order.id),
    searchParams,
  ]);
  const { ticketTypes, settings, product } = required(terms, 'the order’s visit');
  const t = translator(locale, 'order');
  const isGuess = !order.hasChosenTypes && !Object.keys(typedTickets(Object.entries(query))).length;
  const limit = Math.min(voucher?.maximumTickets ?? settings.order_ticket_limit, product.partyMaximum);
  const refused = typeof query.refused === 'string' && knownRefusals.includes(query.refused) ? query.refused : null;
  const room = typeof query.room === 'string' && /^\d{1,3}$/.test(query.room) ? Number(query.room) : 0;
  const refusedCode = codeRefusal(locale, query.codeRefused);
  const donationLimit = await findDonationLimit(ctx.db, {
    visitDate: order.timeslot.visitDate,
    now: ctx.now,
    zone: museum.timeZone,
  });
  const refusedDonation = donationRefusal(locale, query.donationRefused, donationLimit, order.currency);
  const lost = query.told === 'voucher_lost';
  const tooFew = query.refused === 'too_few_tickets' && voucher ? { minimum: voucher.minimumTickets } : null;
  const typed = typedTickets(Object.entries(query));
  // What was typed before a refusal, exactly as typed; otherwise what the order holds.
  const quantityOf = (typeId: string) =>
    Object.keys(typed).length
      ? (typed[`ticket.${typeId}`] ?? '0')
      : String(order.lines.find((line) => line.ticketType.id === typeId)?.quantity ?? 0);
  const main = ticketTypes.filter((type) => type.family === 'main' || type.family === 'reduced');
  const more = ticketTypes.filter((type) => !main.includes(type));
  const reducedOf = (type: (typeof ticketTypes)[number]) =>
    voucher?.change ? reducedUnitPrice({ ...type, ticketTypeId: type.id }, voucher.change) : null;
  const row = (type: (typeof ticketTypes)[number]) => (
    <TicketTypeRow
      key={type.id}
      type={type}
      reducedMinor={reducedOf(type)}
      locale={locale}
      limit={limit}
      quantity={quantityOf(type.id)}
      companionTo={ticketTypes.find((other) => other.id === type.companionToId) ?? null}
      error={
        refused === 'companion_without_person' && type.companionToId
          ? t('tickets.refused.companion_without_person')
          : undefined
      }
    />
  );
  const companion = ticketTypes.find((type) => type.companionToId !== null);
  const firstField = `ticket.${(refused === 'companion_without_person' ? companion : ticketTypes[0])?.id ?? ''}`;
  const errors = [
    ...(refused ? [{ fieldId: firstField, message: t(`tickets.refused.${refused}`, { limit, room }) }] : []),
    ...(tooFew ? [{ fieldId: firstField, message: translator(locale, 'vouchers')('code.tooFew', tooFew) }] : []),
    ...(refusedCode ? [{ fieldId: 'code', message: refusedCode }] : []),
    ...(refusedDonation ? [{ fieldId: 'donation', message: refusedDonation }] : []),
  ];
  return (
    <Frame locale={locale} here={(other) => paths.orderTickets(other, token, typed)}>
      <ErrorSummary title={translator(locale, 'common')('errorsTitle')} errors={errors} />
      {lost ? <Notice kind="warn">{translator(locale, 'vouchers')('code.lost')}</Notice> : null}
      <StepHeading
        where={whereOf(order, locale)}
        title={t('tickets.title')}
        lead={t('tickets.lead', leadFacts(order, locale))}
      />
      <HeldUntil order={order} token={token} locale={locale} zone={museum.timeZone} now={ctx.now} from="tickets" />
      <form method="post" action={paths.orderStep(locale, token, 'choose')}>
        {isGuess ? <FirstGuess order={order} ticketTypes={ticketTypes} locale={locale} /> : null}
        <ul className="types">{main.map(row)}</ul>
        {more.length ? (
          <details className="more" open={more.some((type) => Number(quantityOf(type.id)) > 0)}>
            <summary>{t('tickets.moreTypes')}</summary>
            <ul className="types">{more.map(row)}</ul>
          </details>
        ) : null}
        <CodeField
          order={order}
          token={token}
          locale={locale}
          typed={typedCode(query.code)}
          refusal={refusedCode}
          isReducing={ticketTypes.some((type) => reducedOf(type) !== null)}
        />
        {donationLimit === null ? null : (
          <DonationField
            order={order}
            locale={locale}
            typed={typedDonation(query.donation)}
            refusal={refusedDonation}
          />
        )}
        <p className="form-end">
          <Button>{t('tickets.continue')}</Button>
        </p>
      </form>
    </Frame>
  );
}

const whereOf = (order: OrderView, locale: Locale) => localized(order.product.names, locale);

function leadFacts(order: OrderView, locale: Locale) {
  return {
    people: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    date: formatLongDate(order.timeslot.visitDate, locale, { year: false }),
    time: order.timeslot.startTime,
  };
}
