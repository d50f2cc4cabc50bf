import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { wallTimeAt } from '#lib/platform/time.ts';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';

/** The hold's time is over: nothing typed is lost, and one press holds the same places again if they are still there. */
export function RunOut({ order, token, locale, museum, beThereMinutes, told, typed }: OrderFacts) {
  const t = translator(locale, 'order');
  const people = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const isGone = told === 'full' || told === 'not_on_sale';
  return (
    <>
      <StepHeading
        title={t('runOut.title')}
        lead={order.expiresAt ? t('runOut.text', { time: wallTimeAt(order.expiresAt, museum.timeZone) }) : undefined}
      />
      {told === 'full' ? <Notice kind="refused">{t('runOut.full')}</Notice> : null}
      {told === 'not_on_sale' ? <Notice kind="refused">{t('runOut.notOnSale')}</Notice> : null}
      {told === 'email_day_limit' ? <Notice kind="refused">{t('runOut.emailDay')}</Notice> : null}
      {told === 'busy' ? <Notice kind="refused">{t('busy')}</Notice> : null}
      <div className="actions">
        {isGone ? null : (
          <form method="post" action={paths.orderStep(locale, token, 'hold-again')}>
            {Object.entries(typed).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Button>{t('runOut.again')}</Button>
          </form>
        )}
        <LinkButton
          look={isGone ? 'main' : 'quiet'}
          href={paths.day(locale, order.product.code, order.timeslot.visitDate, { people })}
        >
          {t('runOut.otherTime')}
        </LinkButton>
      </div>
      <section aria-labelledby="summary" className="after stack">
        <h2 id="summary">{t('summary.title')}</h2>
        <VisitSummary order={order} museum={museum} locale={locale} beThereMinutes={beThereMinutes} />
      </section>
    </>
  );
}
