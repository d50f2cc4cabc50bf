import { Button } from '#app/_ui/button.tsx';
import { HoldTimer } from '#app/_ui/hold-timer.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { wallTimeAt } from '#lib/platform/time.ts';

/** Until when the places are held, with the one extension and the way to let go of them. */
export function HeldUntil(props: {
  order: OrderView;
  token: string;
  locale: Locale;
  zone: string;
  now: Date;
  from: 'tickets' | 'details';
}) {
  const { order, token, locale } = props;
  if (!order.expiresAt) return null;
  const t = translator(locale, 'order');
  const time = wallTimeAt(order.expiresAt, props.zone);
  return (
    <HoldTimer
      expiresAt={order.expiresAt.toISOString()}
      nowAt={props.now.toISOString()}
      heldText={t(order.extendedAt ? 'timer.extended' : 'timer.held', { time })}
      leftTexts={Array.from({ length: 21 }, (_, minutes) => t('timer.left', { minutes }))}
      overText={t('timer.over')}
    >
      {order.extendedAt ? null : (
        <form method="post" action={paths.orderStep(locale, token, 'extend')}>
          <input type="hidden" name="from" value={props.from} />
          <Button look="plain">{t('timer.extend')}</Button>
        </form>
      )}
      <form method="post" action={paths.orderStep(locale, token, 'give-back')}>
        <Button look="plain">{t('timer.giveBack')}</Button>
      </form>
    </HoldTimer>
  );
}
