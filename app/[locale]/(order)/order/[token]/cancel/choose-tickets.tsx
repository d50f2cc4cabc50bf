import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import type { QuotedTicket, RefundQuote } from '#lib/booking/quote-refund.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';

/** Which tickets, with what each brings back now. A plain form: the choice stands in the address, nothing happens yet. */
export function ChooseTickets(props: {
  locale: Locale;
  token: string;
  quote: RefundQuote;
  tickets: readonly QuotedTicket[];
  chosen: readonly QuotedTicket[];
}) {
  const { locale, token, quote, chosen } = props;
  const t = translator(locale, 'cancellation');
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: quote.currency }, locale);
  const steps = quote.steps.toSorted((one, other) => other.untilHours - one.untilHours);
  return (
    <>
      <section aria-labelledby="rules" className="stack">
        <h2 id="rules">{t('own.rules')}</h2>
        <ul className="soft">
          {steps.map((step) => (
            <li key={step.untilHours}>{t('own.rule', { hours: step.untilHours, percent: step.sharePerMille / 10 })}</li>
          ))}
          {steps.at(-1)?.untilHours === 0 ? null : <li>{t('own.ruleAfter')}</li>}
        </ul>
      </section>
      <form className="after stack" method="get" action={paths.orderCancel(locale, token)}>
        <fieldset className="set" id="which">
          <legend>{t('own.which')}</legend>
          {props.tickets.map((ticket) => (
            <Checkbox
              key={ticket.id}
              name={`ticket.${ticket.id}`}
              id={`ticket-${ticket.id}`}
              value="1"
              disabled={ticket.admittedPeople > 0}
              defaultChecked={chosen.some(({ id }) => id === ticket.id)}
              label={t('own.ticket', {
                code: formatShortCode(ticket.shortCode),
                type: localized(ticket.typeNames, locale),
              })}
              hint={
                ticket.admittedPeople > 0
                  ? t('own.ticketUsed')
                  : t('own.ticketSum', { sum: money(ticket.ladderMinor), price: money(ticket.priceMinor) })
              }
            />
          ))}
        </fieldset>
        <div className="actions">
          <Button look={chosen.length > 0 ? 'quiet' : 'main'}>{t('own.show')}</Button>
        </div>
      </form>
    </>
  );
}
