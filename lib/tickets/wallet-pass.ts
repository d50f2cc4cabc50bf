import type { Locale } from '#lib/platform/locales.ts';

/** A text in every language of the interface. */
export type PassText = Record<Locale, string>;

/** A line of a pass. `key` names it to the wallet. */
export type PassField = { key: string; label: PassText; value: PassText };

/** One ticket as a wallet keeps it, every word handed in. */
export type WalletPass = {
  ticketId: string;
  orderId: string;
  timeslotId: string;
  /** The order's language: what a wallet of another language than ours shows. */
  locale: Locale;
  /** The signed code, and what one reads beneath it. */
  qrText: string;
  shortCode: string;
  museumName: PassText;
  /** What the pass is, for who does not see it: "Ticket: Full route, 12.12.2026". */
  description: PassText;
  productName: PassText;
  ticketType: PassText;
  holderName: string | null;
  startsAt: Date;
  endsAt: Date;
  /** The museum's wall clock, for wallets that want the offset: "2026-12-12T10:30:00+04:00". */
  startsAtLocal: string;
  endsAtLocal: string;
  /** No longer admits. */
  isVoided: boolean;
  /** The time; then what stands beneath the name, in two rows; then the back. */
  time: PassField;
  rows: readonly [readonly PassField[], readonly PassField[]];
  back: readonly PassField[];
};
