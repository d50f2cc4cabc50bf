import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { ProofFields, type ShownProof } from '#app/(staff)/proof-fields.tsx';
import { readProofQuery } from '#app/(staff)/proof-query.ts';
import type { OpenChange } from '#lib/booking/find-open-change.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import { takePaymentRefusals } from '#lib/booking/take-payment.ts';
import { counterOf } from '#lib/payments/counters.ts';
import { type Counter, counters } from '#lib/payments/values.ts';
import { type Actor, can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { takeMoney } from './take-payment-action.ts';

type Props = {
  actor: Actor;
  locale: Locale;
  order: OrderView;
  /** A change of the order that waits for its money: then its difference is what is due. */
  change: OpenChange | null;
  /** The museum's date. */
  today: string;
  one: (name: string) => string | undefined;
};

/** Pays a held order, or the difference of a change, over the counter, in the ways this person may take; and says what became of it. */
export function TakePayment(props: Props) {
  const { actor, locale, order, change, one } = props;
  const t = translator(locale, 'counter');
  const changes = translator(locale, 'change');
  const ways = counters.filter((way) => can(actor, counterOf(way).takes));
  const dueMinor = change ? change.dueMinor : order.totalMinor;
  const isFree = dueMinor === 0;
  const isPayable = change
    ? !change.isRunOut && change.payment !== 'processing'
    : (order.state === 'held' || order.state === 'awaiting_payment') && !order.isRunOut;
  const refused = takePaymentRefusals.find((code) => code === one('untaken'));
  const sum = formatMoney({ amountMinor: dueMinor, currency: order.currency }, locale);
  const sent = one('way');
  const offers = isPayable && (isFree ? can(actor, 'payments.take') : ways.length > 0);
  return (
    <>
      <Said {...props} />
      {refused ? (
        <Notice kind="refused" live>
          {t(`refusals.${refused}`)}
        </Notice>
      ) : null}
      {offers ? (
        <section className="stack-wide" aria-labelledby="take-payment">
          <div className="stack">
            <h2 id="take-payment">{change ? changes('staff.payTitle') : t('pay.title')}</h2>
            <p>{isFree ? t('pay.freeHint') : <b>{t('pay.sum', { sum })}</b>}</p>
            {order.state === 'awaiting_payment' ? <p className="hint">{t('pay.openPage')}</p> : null}
            {change?.payment === 'open' ? <p className="hint">{changes('staff.payOpen')}</p> : null}
            {order.hasChosenTypes ? null : <p className="hint">{t('pay.unfinished')}</p>}
          </div>
          {order.hasChosenTypes
            ? (isFree ? (['none'] as const) : ways).map((way) => (
                <WayForm
                  key={way}
                  {...props}
                  way={way}
                  dueMinor={dueMinor}
                  sum={sum}
                  shown={sent === way ? readProofQuery(one) : null}
                />
              ))
            : null}
        </section>
      ) : null}
    </>
  );
}

/** That it is paid, and what to give back. */
function Said({ locale, order, one }: Props) {
  const t = translator(locale, 'counter');
  if (one('taken') !== '1') return null;
  const changeMinor = Number(one('change') ?? 0);
  const change = { amountMinor: changeMinor, currency: order.currency };
  return (
    <Notice kind="done" live>
      <p>{t('pay.done')}</p>
      {Number.isSafeInteger(changeMinor) && changeMinor > 0 ? (
        <p>
          <b>{t('pay.change', { sum: formatMoney(change, locale) })}</b>
        </p>
      ) : null}
    </Notice>
  );
}

function WayForm(props: Props & { way: Counter | 'none'; dueMinor: number; sum: string; shown: ShownProof | null }) {
  const { locale, order, way, sum } = props;
  const t = translator(locale, 'counter');
  return (
    <form className="stack" action={takeMoney}>
      <input type="hidden" name="orderId" value={order.id} />
      <input type="hidden" name="way" value={way} />
      <input type="hidden" name="expectedMinor" value={props.dueMinor} />
      {way === 'none' ? null : (
        <fieldset className="set">
          <legend>{t(`pay.ways.${way}`)}</legend>
          <ProofFields
            t={t}
            prefix={way}
            fields={counterOf(way).fields.payment}
            shown={props.shown}
            today={props.today}
          />
        </fieldset>
      )}
      <div className="actions">
        <Button look="quiet">{t(`pay.do.${way}`, { sum })}</Button>
      </div>
    </form>
  );
}
