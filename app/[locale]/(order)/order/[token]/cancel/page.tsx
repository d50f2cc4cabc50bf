import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { cancelOwnRefusals } from '#lib/booking/cancel-own-tickets.ts';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { Frame } from '../../../../frame.tsx';
import { chosenTickets } from '../chosen-tickets.ts';
import { openOrder } from '../open-order.ts';
import { ChooseTickets } from './choose-tickets.tsx';
import { ConfirmCancel } from './confirm-cancel.tsx';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'cancellation')('own.title'), robots: { index: false, follow: false } };
}

/** The visitor cancels: which tickets, then what returns, then the button that says it. */
export default async function CancelPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  if (order.timeslot.state === 'cancelling' || order.timeslot.state === 'cancelled')
    redirect(paths.order(locale, token));
  const query = await searchParams;
  const t = translator(locale, 'cancellation');
  const quote = await quoteRefund(ctx.db, order.id);
  const isOpen = (order.state === 'paid' || order.state === 'partially_refunded') && (quote?.hoursLeft ?? 0) > 0;
  const tickets = quote && isOpen ? quote.tickets.filter(({ state }) => state === 'valid') : [];
  const wanted = chosenTickets(Object.entries(query));
  const chosen = tickets.filter(({ id, admittedPeople }) => wanted.includes(id) && admittedPeople === 0);
  const refused = cancelOwnRefusals.find((code) => code === query.refused);
  return (
    <Frame locale={locale} here={(other) => paths.orderCancel(other, token)}>
      <BackLink href={paths.order(locale, token)}>{t('own.back')}</BackLink>
      {refused ? (
        <ErrorSummary title={t('own.title')} errors={[{ fieldId: 'which', message: t(`own.refusals.${refused}`) }]} />
      ) : null}
      <StepHeading
        title={t('own.title')}
        lead={`${localized(order.product.names, locale)}, ${formatLongDate(order.timeslot.visitDate, locale)}, ${order.timeslot.startTime}`}
      />
      {quote && tickets.length > 0 ? (
        <>
          <ChooseTickets locale={locale} token={token} quote={quote} tickets={tickets} chosen={chosen} />
          {chosen.length > 0 ? (
            <ConfirmCancel
              locale={locale}
              token={token}
              currency={quote.currency}
              way={wayBack(order.payments)}
              chosen={chosen}
            />
          ) : null}
        </>
      ) : (
        <EmptyState title={t('own.noneTitle')}>{t('own.noneText')}</EmptyState>
      )}
    </Frame>
  );
}
