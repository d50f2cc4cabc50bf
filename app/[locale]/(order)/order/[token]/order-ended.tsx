import { LinkButton } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';

/** An order that admits nobody any more: given back, or its money is on the way back. */
export function OrderEnded({ order, locale, museum, beThereMinutes }: OrderFacts) {
  const t = translator(locale, 'order');
  const captured = order.payments.reduce((sum, payment) => sum + payment.capturedMinor, 0);
  const refunded = order.payments.reduce((sum, payment) => sum + payment.refundReservedMinor, 0);
  // A lost dispute: the bank has given all of it back.
  const returned = order.state === 'lost' ? captured : refunded;
  // Tickets that were issued and taken back bring what the conditions give; money that found no place goes back whole.
  const wasIssued = order.tickets.length > 0;
  const amount = formatMoney({ amountMinor: wasIssued ? returned : captured, currency: order.currency }, locale);
  const [title, text] =
    order.state === 'refunded' && (returned > 0 || !wasIssued)
      ? [t('payment.refundedTitle'), t('payment.refundedText', { amount })]
      : wasIssued
        ? [
            t('payment.takenBackTitle'),
            returned > 0 ? t('payment.takenBackText', { amount }) : t('payment.takenBackNothing'),
          ]
        : captured > 0
          ? [t('payment.unfulfillableTitle'), t('payment.unfulfillableText', { amount })]
          : [t('payment.cancelledTitle'), t('payment.cancelledText')];
  const people = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <>
      <StepHeading title={title} lead={text} />
      <div className="actions">
        <LinkButton href={paths.day(locale, order.product.code, order.timeslot.visitDate, { people })}>
          {t('runOut.otherTime')}
        </LinkButton>
      </div>
      <section aria-labelledby="summary" className="after stack">
        <h2 id="summary">{t('summary.title')}</h2>
        <VisitSummary order={order} museum={museum} locale={locale} beThereMinutes={beThereMinutes} withCode />
      </section>
    </>
  );
}
