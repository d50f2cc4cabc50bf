import { LinkButton } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import type { OrderCancellation } from '#lib/booking/find-order-cancellation.ts';
import { type WayBack, wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';

/** An order that admits nobody any more: given back, or its money is on the way back. */
export function OrderEnded({
  order,
  locale,
  museum,
  beThereMinutes,
  cancellation,
}: OrderFacts & { cancellation: OrderCancellation | null }) {
  const t = translator(locale, 'order');
  const way = wayBack(order.payments);
  const captured = order.payments.reduce((sum, payment) => sum + payment.capturedMinor, 0);
  const refunded = order.payments.reduce((sum, payment) => sum + payment.refundReservedMinor, 0);
  // A lost dispute: the bank has given all of it back.
  const returned = order.state === 'lost' ? captured : refunded;
  // Tickets that were issued and taken back bring what the conditions give; money that found no place goes back whole.
  const wasIssued = order.tickets.length > 0;
  const amount = formatMoney({ amountMinor: wasIssued ? returned : captured, currency: order.currency }, locale);
  const [title, text] = cancellation?.state
    ? byMuseum(cancellation, locale, captured > 0 ? { amount, way } : null, order.state === 'refunded')
    : order.state === 'refunded' && (returned > 0 || !wasIssued)
      ? [t('payment.refundedTitle'), t('payment.refundedText', { amount, way })]
      : wasIssued
        ? [
            t('payment.takenBackTitle'),
            returned > 0 ? t('payment.takenBackText', { amount, way }) : t('payment.takenBackNothing'),
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

/** The museum had cancelled the time; `paid` is what goes back and how, null when nothing was paid. */
function byMuseum(
  cancellation: OrderCancellation,
  locale: Locale,
  paid: { amount: string; way: WayBack } | null,
  isReturned: boolean,
): [string, string] {
  const t = translator(locale, 'cancellation');
  const because = t(`because.${cancellation.reason}`);
  if (paid === null) return [t('visitor.title'), t('visitor.unpaidText', { because })];
  const money = isReturned ? translator(locale, 'order')('payment.refundedText', paid) : t('visitor.moneyText', paid);
  return [t('visitor.title'), `${because} ${t('mail.sorry')} ${money}`];
}
