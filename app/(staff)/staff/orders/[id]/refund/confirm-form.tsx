import { Button } from '#app/_ui/button.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';
import type { RefundQuote } from '#lib/booking/quote-refund.ts';
import { type RefundChoice, refundSum } from '#lib/booking/refund-tickets.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { confirmRefund } from './refund-action.ts';

/** The sum of what was chosen, and the button that does it. */
export function ConfirmForm({
  t,
  quote,
  choice,
  isNoteMissing,
}: {
  t: Translator;
  quote: RefundQuote;
  choice: Omit<RefundChoice, 'orderId'>;
  isNoteMissing: boolean;
}) {
  const sum = refundSum(quote, choice);
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: quote.currency }, t.locale);
  const what = sum.needsApproval ? 'waiver' : sum.amountMinor > 0 ? 'money' : 'nothing';
  return (
    <section className="stack" aria-labelledby="sum">
      <h2 id="sum">{t('order.sumTitle')}</h2>
      <p>{t('order.places', { count: choice.ticketIds.length })}</p>
      <p>
        <b>{t(`order.sums.${what}`, { sum: money(sum.amountMinor), ladder: money(sum.ladderMinor) })}</b>
      </p>
      {sum.donationMinor > 0 ? <p>{t('order.withDonation', { sum: money(sum.donationMinor) })}</p> : null}
      <form className="stack" action={confirmRefund}>
        <input type="hidden" name="orderId" value={quote.orderId} />
        <input type="hidden" name="expectedMinor" value={sum.amountMinor} />
        <input type="hidden" name="cause" value={choice.cause} />
        {choice.isWaived ? <input type="hidden" name="waive" value="1" /> : null}
        {choice.ticketIds.map((id) => (
          <input key={id} type="hidden" name="ticket" value={id} />
        ))}
        <TextArea
          name="note"
          rows={2}
          required
          minLength={3}
          maxLength={500}
          label={t('order.note')}
          hint={t('order.noteHint')}
          error={isNoteMissing ? t('order.refusals.note_missing') : undefined}
        />
        <div className="actions">
          <Button>{t(`order.confirm.${what}`, { sum: money(sum.amountMinor) })}</Button>
        </div>
      </form>
    </section>
  );
}
