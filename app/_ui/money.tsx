import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';

/** An amount in minor units, written in the reader's way, in tabular figures. `free` stands in for zero. */
export function Money(props: { amountMinor: number; currency: string; locale: Locale; free?: string }) {
  const text =
    props.amountMinor === 0 && props.free
      ? props.free
      : formatMoney({ amountMinor: props.amountMinor, currency: props.currency }, props.locale);
  return <span className="num">{text}</span>;
}
