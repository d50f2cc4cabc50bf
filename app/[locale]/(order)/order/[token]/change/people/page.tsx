import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { NumberStepper } from '#app/_ui/number-stepper.tsx';
import { findVoucherOfOrder } from '#lib/booking/find-voucher.ts';
import { findVisitTerms } from '#lib/booking/quote.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { required } from '#lib/platform/result.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { ChangeSum } from '../../change-sum.tsx';
import { wishedPeople } from '../../change-wish.ts';
import { openOrder } from '../../open-order.ts';
import { ChangeFrame } from '../change-frame.tsx';
import { loadChange, quoteWish } from '../load-change.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'change')('people.title'), robots: { index: false, follow: false } };
}

/** More people at the same time: how many of which type, the sum, and the button that says it. */
export default async function PeoplePage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const { order: changeable, why } = await loadChange(ctx, order.id, locale, 'people');
  const terms = required(
    await findVisitTerms(ctx.db, order.timeslot.id, { onlineOnly: true }),
    'the visit of an order',
  );
  const voucher = await findVoucherOfOrder(ctx.db, order.id);
  const limit = Math.min(voucher?.maximumTickets ?? terms.settings.order_ticket_limit, terms.product.partyMaximum);
  const left = Math.max(0, limit - changeable.tickets.reduce((sum, { partySize }) => sum + partySize, 0));
  const wish = wishedPeople(Object.entries(query));
  const isAsked = wish !== null && Object.keys(query).some((name) => name.startsWith('more.'));
  const { quote, code } =
    isAsked && !why ? await quoteWish(ctx, order.id, wish) : { quote: null, code: wish ? undefined : 'not_a_number' };
  const typed = (typeId: string) => {
    const value = query[`more.${typeId}`];
    return typeof value === 'string' ? value.slice(0, 6) : '0';
  };
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderChange(other, token, 'people')}
      title={t('people.title')}
      lead={t('people.lead', {
        date: formatLongDate(order.timeslot.visitDate, locale),
        time: order.timeslot.startTime,
        left,
      })}
      refused={query.refused ?? code}
      fieldId={`more-${terms.ticketTypes[0]?.id ?? ''}`}
      why={why}
    >
      <form className="stack" method="get" action={paths.orderChange(locale, token, 'people')}>
        {terms.ticketTypes.map((type) => (
          <NumberStepper
            key={type.id}
            id={`more-${type.id}`}
            name={`more.${type.id}`}
            max={limit}
            defaultValue={typed(type.id)}
            label={t('types.option', {
              type: localized(type.names, locale),
              price: formatMoney({ amountMinor: type.unitPriceMinor, currency: type.currency }, locale),
            })}
            hint={localized(type.documents, locale)}
          />
        ))}
        <div className="actions">
          <Button look={quote ? 'quiet' : 'main'}>{t('people.show')}</Button>
        </div>
      </form>
      {quote && wish ? <ChangeSum order={order} token={token} locale={locale} wish={wish} quote={quote} /> : null}
    </ChangeFrame>
  );
}
