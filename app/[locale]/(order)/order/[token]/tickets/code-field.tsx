import { Button } from '#app/_ui/button.tsx';
import { Field } from '#app/_ui/field.tsx';
import { voucherRefusals } from '#lib/booking/judge-voucher.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { codeParty } from '../../../../code-party.ts';

const refusals = [...voucherRefusals, 'voucher_needed'] as const;

/** The refusal of a code that an address tells of, in words; null for any other. */
export function codeRefusal(locale: Locale, told: unknown): string | null {
  const code = refusals.find((one) => one === told);
  return code ? translator(locale, 'vouchers')(`refused.${code}`) : null;
}

/**
 * The quiet place for a code, within the form of the tickets: its buttons send the same form elsewhere, so that no number is lost.
 * With a code in use: which one, and the way to take it off.
 */
export function CodeField(props: {
  order: OrderView;
  token: string;
  locale: Locale;
  typed: string;
  refusal: string | null;
  /** Whether the code lowers the price of any ticket offered. */
  isReducing: boolean;
}) {
  const { order, token, locale, typed, refusal } = props;
  const t = translator(locale, 'vouchers');
  const action = paths.orderStep(locale, token, 'voucher');
  if (order.voucher) {
    return (
      <div className="code-used" id="code">
        <p>
          {t('code.isUsed', { code: formatVoucherCode(order.voucher.code) })}{' '}
          {props.isReducing ? null : t(order.lane === 'public' ? 'code.savesNothing' : 'code.ownLane')}{' '}
          {codeParty(locale, order.voucher)}
        </p>
        {refusal ? <p className="error">{refusal}</p> : null}
        {order.lane === 'public' ? (
          <Button look="plain" formAction={action} name="voucher" value="remove" formNoValidate>
            {t('code.remove')}
          </Button>
        ) : null}
      </div>
    );
  }
  return (
    <details className="more" open={typed !== '' || refusal !== null}>
      <summary>{t('code.have')}</summary>
      <div className="code-field">
        <Field id="code" label={t('code.label')} hint={t('code.hint')} error={refusal ?? undefined}>
          {(control) => (
            <input
              {...control}
              name="code"
              type="text"
              className="input code"
              maxLength={60}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              defaultValue={typed}
            />
          )}
        </Field>
        <Button look="quiet" formAction={action} formNoValidate>
          {t('code.use')}
        </Button>
      </div>
      {refusal === translator(locale, 'vouchers')('refused.own_times') ? (
        <p>
          <a href={paths.day(locale, order.product.code, order.timeslot.visitDate, { code: typed })}>
            {t('code.toOwnTimes')}
          </a>
        </p>
      ) : null}
    </details>
  );
}
