import { StatusWord } from '#app/_ui/status-word.tsx';
import type { OrderState } from '#lib/booking/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';

const tones: Record<OrderState, 'good' | 'warn' | 'bad' | 'still'> = {
  held: 'warn',
  awaiting_payment: 'warn',
  expiring: 'warn',
  expired: 'still',
  paid: 'good',
  partially_refunded: 'good',
  refunded: 'still',
  cancelled: 'still',
  paid_unfulfillable: 'bad',
  refund_pending: 'warn',
  disputed: 'bad',
  lost: 'bad',
  on_account: 'good',
};

/** An order's state in a word. A hold whose time is over says so, also before it is tidied away. */
export function OrderStateWord({ t, state, isRunOut }: { t: Translator; state: OrderState; isRunOut: boolean }) {
  if (isRunOut && state === 'held') return <StatusWord tone="still">{t('orders.runOut')}</StatusWord>;
  return <StatusWord tone={tones[state]}>{t(`orderStates.${state}`)}</StatusWord>;
}
