import type { Metadata } from 'next';
import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { findVisitTerms } from '#lib/booking/quote.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { ChangeSum } from '../../change-sum.tsx';
import { wishedTypes } from '../../change-wish.ts';
import { openOrder } from '../../open-order.ts';
import { ChangeFrame } from '../change-frame.tsx';
import { loadChange, quoteWish } from '../load-change.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openOrder(params);
  return { title: translator(locale, 'change')('types.title'), robots: { index: false, follow: false } };
}

/** Other ticket types: what each ticket shall be, the difference, and the button that says it. */
export default async function TypesPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const query = await searchParams;
  const t = translator(locale, 'change');
  const { order: changeable, why } = await loadChange(ctx, order.id, locale, 'types');
  const terms = await findVisitTerms(ctx.db, order.timeslot.id, { onlineOnly: true });
  const types = terms?.ticketTypes ?? [];
  const wish = wishedTypes(Object.entries(query));
  const { quote, code } =
    wish.types.length > 0 && !why ? await quoteWish(ctx, order.id, wish) : { quote: null, code: undefined };
  const live = order.tickets.filter(({ id }) => changeable.tickets.some((ticket) => ticket.id === id));
  const nameOf = (typeId: string) => {
    const line = order.lines.find(({ ticketType }) => ticketType.id === typeId);
    return line ? localized(line.ticketType.names, locale) : '';
  };
  return (
    <ChangeFrame
      locale={locale}
      token={token}
      here={(other) => paths.orderChange(other, token, 'types')}
      title={t('types.title')}
      lead={t('types.lead')}
      refused={query.refused ?? code}
      fieldId={`type-${live[0]?.id ?? ''}`}
      why={why}
    >
      <form className="stack" method="get" action={paths.orderChange(locale, token, 'types')}>
        {live.map((ticket) => {
          const short = formatShortCode(ticket.shortCode);
          if (ticket.admittedPeople > 0)
            return <p key={ticket.id}>{t('types.used', { code: short, type: nameOf(ticket.ticketTypeId) })}</p>;
          const own = types.some(({ id }) => id === ticket.ticketTypeId)
            ? []
            : [{ value: ticket.ticketTypeId, label: nameOf(ticket.ticketTypeId) }];
          return (
            <Select
              key={ticket.id}
              id={`type-${ticket.id}`}
              name={`type.${ticket.id}`}
              label={t('types.ticket', { code: short })}
              defaultValue={
                wish.types.find(({ ticketId }) => ticketId === ticket.id)?.ticketTypeId ?? ticket.ticketTypeId
              }
              options={[
                ...own,
                ...types.map((type) => ({
                  value: type.id,
                  label: t('types.option', {
                    type: localized(type.names, locale),
                    price: formatMoney({ amountMinor: type.unitPriceMinor, currency: type.currency }, locale),
                  }),
                })),
              ]}
            />
          );
        })}
        <div className="actions">
          <Button look={quote ? 'quiet' : 'main'}>{t('types.show')}</Button>
        </div>
      </form>
      {quote ? <ChangeSum order={order} token={token} locale={locale} wish={wish} quote={quote} /> : null}
    </ChangeFrame>
  );
}
