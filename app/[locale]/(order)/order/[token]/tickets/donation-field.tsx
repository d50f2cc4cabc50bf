import { Field } from '#app/_ui/field.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { currencyDecimals, formatMoney } from '#lib/platform/money.ts';

const refusals = ['donation_malformed', 'donation_too_much', 'donation_not_now'] as const;

/** A donation as a form or an address brings it: exactly as typed, absurd lengths cut. */
export function typedDonation(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 20) : undefined;
}

/** The refusal of a donation that an address tells of, in words; null for any other. */
export function donationRefusal(locale: Locale, told: unknown, limitMinor: number | null, currency: string) {
  const code = refusals.find((one) => one === told);
  const limit = formatMoney({ amountMinor: limitMinor ?? 0, currency }, locale);
  return code ? translator(locale, 'order')(`donation.refused.${code}`, { limit }) : null;
}

/** The quiet place for a donation, within the form of the tickets: closed and empty unless somebody opens it (3.6). */
export function DonationField(props: {
  order: OrderView;
  locale: Locale;
  typed: string | undefined;
  refusal: string | null;
}) {
  const { order, locale, refusal } = props;
  const t = translator(locale, 'order');
  const decimals = currencyDecimals(order.currency);
  const given = order.donationMinor > 0 ? (order.donationMinor / 10 ** decimals).toFixed(decimals) : '';
  const value = props.typed ?? given;
  return (
    <details className="more" open={value !== '' || refusal !== null}>
      <summary>{t('donation.open')}</summary>
      <div className="code-field">
        <Field
          id="donation"
          label={t('donation.label', { currency: order.currency })}
          hint={t('donation.hint')}
          error={refusal ?? undefined}
        >
          {(control) => (
            <input
              {...control}
              name="donation"
              type="text"
              inputMode="decimal"
              className="input code"
              maxLength={12}
              autoComplete="off"
              defaultValue={value}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
