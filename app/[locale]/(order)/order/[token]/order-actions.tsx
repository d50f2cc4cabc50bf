import { Button, LinkButton } from '#app/_ui/button.tsx';
import type { OpenChange } from '#lib/booking/find-open-change.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import { type Changeable, whyNotChangeable } from '#lib/booking/quote-change.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import type { Settings } from '#lib/platform/settings.ts';

type What = 'move' | 'types' | 'people' | 'names';

/** What can be done with a paid order, in one calm list; what cannot be done any more says why. */
export function OrderActions(props: {
  order: OrderView;
  token: string;
  locale: Locale;
  changeable: Changeable;
  open: OpenChange | null;
  settings: Settings;
}) {
  const { order, token, locale, changeable, settings } = props;
  const t = translator(locale, 'change');
  const people = changeable.tickets.reduce((sum, { partySize }) => sum + partySize, 0);
  const limit = order.voucher?.maximumTickets ?? settings.order_ticket_limit;
  const whyNot = (what: What): string | null => {
    const why = whyNotChangeable(changeable, what === 'move' ? settings.move_until_hours : settings.change_until_hours);
    if (why) return t(`list.not.${why === 'time_cancelled' ? 'nothing_to_change' : why}`);
    if (what !== 'names' && props.open && props.open.payment !== 'none') return t('list.not.change_open');
    const used = changeable.tickets.filter(({ admittedPeople }) => admittedPeople > 0).length;
    if ((what === 'move' && used > 0) || (what === 'types' && used === changeable.tickets.length))
      return t('list.not.already_used');
    return what === 'people' && people >= limit ? t('list.not.limit', { limit }) : null;
  };
  const item = (what: What) => {
    const why = whyNot(what);
    return (
      <li key={what}>
        {why ? (
          <>
            <b>{t(`list.${what}`)}</b>
            <p className="hint">{why}</p>
          </>
        ) : (
          <>
            <LinkButton look="plain" href={paths.orderChange(locale, token, what)}>
              {t(`list.${what}`)}
            </LinkButton>
            <p className="hint">{t(`list.${what}Text`)}</p>
          </>
        )}
      </li>
    );
  };
  const isCancellable = whyNotChangeable(changeable, 0);
  return (
    <section aria-labelledby="actions" className="after stack no-print">
      <h2 id="actions">{t('list.title')}</h2>
      <ul className="plain-list stack">
        {(['move', 'types', 'people', 'names'] as const).map(item)}
        <li>
          {isCancellable ? (
            <>
              <b>{t('list.cancel')}</b>
              <p className="hint">
                {t(`list.not.${isCancellable === 'time_cancelled' ? 'nothing_to_change' : isCancellable}`)}
              </p>
            </>
          ) : (
            <>
              <LinkButton look="plain" href={paths.orderCancel(locale, token)}>
                {translator(locale, 'cancellation')('own.link')}
              </LinkButton>
              <p className="hint">{t('list.cancelText')}</p>
            </>
          )}
        </li>
        <li>
          {order.email ? (
            <form method="post" action={paths.orderStep(locale, token, 'send-again')}>
              <input type="hidden" name="requestKey" value={newId()} />
              <Button look="plain">{t('list.again')}</Button>
              <p className="hint">{t('list.againText', { email: order.email })}</p>
            </form>
          ) : (
            <>
              <b>{t('list.again')}</b>
              <p className="hint">{t('list.not.no_email')}</p>
            </>
          )}
        </li>
        <li>
          <LinkButton look="plain" href={paths.orderHelp(locale, token)}>
            {t('list.help')}
          </LinkButton>
          <p className="hint">{t('list.helpText')}</p>
        </li>
      </ul>
    </section>
  );
}
