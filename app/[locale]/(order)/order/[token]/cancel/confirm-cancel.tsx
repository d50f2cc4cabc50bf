import { Button } from '#app/_ui/button.tsx';
import type { QuotedTicket } from '#lib/booking/quote-refund.ts';
import type { WayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';

/** What will happen, and the button that says the sum; the sum goes along, and another one is refused. */
export function ConfirmCancel(props: {
  locale: Locale;
  token: string;
  currency: string;
  way: WayBack;
  chosen: readonly QuotedTicket[];
}) {
  const { locale, token, chosen } = props;
  const t = translator(locale, 'cancellation');
  const amountMinor = chosen.reduce((sum, ticket) => sum + ticket.ladderMinor, 0);
  const sum = formatMoney({ amountMinor, currency: props.currency }, locale);
  return (
    <section className="after stack" aria-labelledby="sum">
      <h2 id="sum">{t('own.sumTitle')}</h2>
      <p>{t('own.sumTickets', { count: chosen.length })}</p>
      <p>
        <b>{amountMinor > 0 ? t('own.sumMoney', { sum, way: props.way }) : t('own.sumNothing')}</b>
      </p>
      <form method="post" action={paths.orderStep(locale, token, 'cancel-tickets')}>
        <input type="hidden" name="expectedMinor" value={amountMinor} />
        {chosen.map(({ id }) => (
          <input key={id} type="hidden" name={`ticket.${id}`} value="1" />
        ))}
        <Button>{amountMinor > 0 ? t('own.confirmMoney', { sum }) : t('own.confirmNothing')}</Button>
      </form>
    </section>
  );
}
