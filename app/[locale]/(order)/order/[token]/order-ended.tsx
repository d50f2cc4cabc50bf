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
  const amount = formatMoney({ amountMinor: captured, currency: order.currency }, locale);
  const [title, text] =
    order.state === 'refunded'
      ? [t('payment.refundedTitle'), t('payment.refundedText', { amount })]
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
