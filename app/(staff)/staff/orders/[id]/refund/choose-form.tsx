import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import type { QuotedTicket } from '#lib/booking/quote-refund.ts';
import { type RefundChoice, refundCauses } from '#lib/booking/refund-tickets.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';

/** Which tickets, and why. A plain form: the choice stands in the address, and the sum is shown before anything happens. */
export function ChooseForm(props: {
  t: Translator;
  orderId: string;
  currency: string;
  tickets: readonly QuotedTicket[];
  choice: Omit<RefundChoice, 'orderId'>;
}) {
  const { t, choice } = props;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: props.currency }, t.locale);
  return (
    <form className="stack" action={paths.staffRefund(props.orderId)}>
      <fieldset className="set">
        <legend>{t('order.which')}</legend>
        {props.tickets.map((ticket) => (
          <Checkbox
            key={ticket.id}
            id={`ticket-${ticket.id}`}
            name="ticket"
            value={ticket.id}
            defaultChecked={choice.ticketIds.includes(ticket.id)}
            label={t('order.ticket', {
              code: formatShortCode(ticket.shortCode),
              type: localized(ticket.typeNames, t.locale),
              price: money(ticket.priceMinor),
            })}
            hint={
              ticket.admittedPeople > 0
                ? t('order.ticketUsed')
                : t('order.ticketLadder', { sum: money(ticket.ladderMinor) })
            }
          />
        ))}
      </fieldset>
      <Radios
        name="cause"
        legend={t('order.cause')}
        defaultValue={choice.cause}
        options={refundCauses.map((cause) => ({
          value: cause,
          label: t(`order.causes.${cause}`),
          hint: t(`order.causeHints.${cause}`),
        }))}
      />
      <Checkbox
        name="waive"
        value="1"
        defaultChecked={choice.isWaived}
        label={t('order.waive')}
        hint={t('order.waiveHint')}
      />
      <div className="actions">
        <Button look={choice.ticketIds.length > 0 ? 'quiet' : 'main'}>{t('order.show')}</Button>
      </div>
    </form>
  );
}
