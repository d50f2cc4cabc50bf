import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { wallTimeAt } from '#lib/platform/time.ts';
import { LookAgain } from './look-again.tsx';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';

const checkSeconds = 5;
const waitSeconds = 15;

/**
 * Payment has begun and is not settled. While the payment page is open: go on or change. While the bank thinks, or cannot be asked:
 * say so truthfully, and look again by itself, with or without scripts (3.4).
 */
export function PaymentOpen({ order, token, locale, museum, beThereMinutes, told }: OrderFacts) {
  const t = translator(locale, 'order');
  const live = order.payments.findLast((payment) => ['created', 'open', 'processing'].includes(payment.state));
  const isUnknown = told === 'checking' && live !== undefined;
  const isChecking = isUnknown || order.state === 'expiring' || live?.state === 'processing' || order.isRunOut;
  const returnPath = paths.orderReturn(locale, token);
  const time = order.expiresAt ? wallTimeAt(order.expiresAt, museum.timeZone) : '';
  return (
    <>
      <LookAgain seconds={isChecking ? checkSeconds : waitSeconds} href={isUnknown ? returnPath : undefined} />
      {isChecking ? (
        <noscript>
          <meta httpEquiv="refresh" content={isUnknown ? `${checkSeconds}; url=${returnPath}` : String(checkSeconds)} />
        </noscript>
      ) : null}
      {told === 'provider_unavailable' ? (
        <Notice kind="refused">{t('details.errors.provider_unavailable')}</Notice>
      ) : null}
      {told === 'leave_failed' ? (
        <Notice kind="refused" live>
          {t('payment.leaveFailed')}
        </Notice>
      ) : null}
      {told === 'cancelled' && !live?.failureCode ? <Notice>{t('payment.cancelled')}</Notice> : null}
      {live?.failureCode ? <Notice kind="refused">{t('payment.declined')}</Notice> : null}
      <StepHeading
        title={t(isChecking ? 'payment.checkingTitle' : 'payment.openTitle')}
        lead={isChecking ? t('payment.checkingText', { email: order.email ?? '' }) : t('payment.openText', { time })}
      />
      <div className="actions">
        {isChecking ? (
          <LinkButton look="quiet" href={returnPath}>
            {t('payment.check')}
          </LinkButton>
        ) : (
          <>
            <form method="post" action={paths.orderStep(locale, token, 'pay')}>
              <Button>{t('payment.continue')}</Button>
            </form>
            <form method="post" action={paths.orderStep(locale, token, 'leave-payment')}>
              <Button look="quiet">{t('payment.leave')}</Button>
            </form>
          </>
        )}
      </div>
      <section aria-labelledby="summary" className="after stack">
        <h2 id="summary">{t('summary.title')}</h2>
        <VisitSummary order={order} museum={museum} locale={locale} beThereMinutes={beThereMinutes} />
      </section>
    </>
  );
}
