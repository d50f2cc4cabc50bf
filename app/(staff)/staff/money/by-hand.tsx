import { Button } from '#app/_ui/button.tsx';
import { ProofFields, type ShownProof } from '#app/(staff)/proof-fields.tsx';
import type { RefundTasks } from '#lib/booking/list-refund-tasks.ts';
import { counterOf } from '#lib/payments/counters.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { handOut } from './task-actions.ts';

/** Money that was taken over the counter and goes back by hand, each with the one button that says it has. */
export function RefundsByHand(props: {
  locale: Locale;
  today: string;
  refunds: RefundTasks['byHand'];
  /** What was typed for one of them, and is wrong. */
  sent: ({ id: string } & ShownProof) | null;
}) {
  const t = translator(props.locale, 'counter');
  const toOrder = translator(props.locale, 'refunds')('order.back');
  return (
    <section className="stack-wide" aria-labelledby="by-hand">
      <h2 id="by-hand">{t('handOut.title')}</h2>
      {props.refunds.map((refund) => {
        const { id, provider, code } = refund;
        return (
          <form className="stack" action={handOut} key={id}>
            <input type="hidden" name="id" value={id} />
            <fieldset className="set">
              <legend>{t(`handOut.of.${provider}`, { sum: formatMoney(refund, props.locale), code })}</legend>
              <p className="hint">
                {t(`handOut.hints.${provider}`)}{' '}
                {refund.shortCode ? `${t('handOut.ticket', { ticket: formatShortCode(refund.shortCode) })}. ` : null}
                <a href={paths.staffOrder(refund.orderId)}>{toOrder}</a>
              </p>
              <ProofFields
                t={t}
                prefix={`refund-${id}`}
                fields={counterOf(provider).fields.refund}
                shown={props.sent?.id === id ? props.sent : null}
                today={props.today}
              />
            </fieldset>
            <div className="actions">
              <Button look="quiet" aria-label={t('handOut.doOf', { do: t(`handOut.do.${provider}`), code })}>
                {t(`handOut.do.${provider}`)}
              </Button>
            </div>
          </form>
        );
      })}
    </section>
  );
}
