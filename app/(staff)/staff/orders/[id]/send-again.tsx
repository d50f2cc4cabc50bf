import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { sendAgainRefusals } from '#lib/booking/send-tickets-again.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { sendAgain } from './send-again-action.ts';

/** Sends the tickets once more, and says what became of it. `requestKey` is new with each page. */
export function SendAgain(props: {
  t: Translator;
  order: OrderView;
  requestKey: string;
  isSent: boolean;
  refused: string | undefined;
}) {
  const { t, order } = props;
  const refused = sendAgainRefusals.find((code) => code === props.refused);
  const canSend = order.email !== null && order.tickets.some((ticket) => ticket.state === 'valid');
  return (
    <div className="stack">
      {props.isSent && order.email ? (
        <Notice kind="done" live>
          {t('order.sentAgain', { email: order.email })}
        </Notice>
      ) : null}
      {refused ? (
        <Notice kind="refused" live>
          {t(`order.refusals.${refused}`)}
        </Notice>
      ) : null}
      {canSend && order.email ? (
        <form className="stack" action={sendAgain}>
          <input type="hidden" name="orderId" value={order.id} />
          <input type="hidden" name="requestKey" value={props.requestKey} />
          <Button look="quiet">{t('order.sendAgain')}</Button>
          <p className="hint">{t('order.sendAgainHint', { email: order.email })}</p>
        </form>
      ) : null}
    </div>
  );
}
