import { Notice } from '#app/_ui/notice.tsx';
import type { LastChange } from '#lib/booking/find-last-change.ts';
import { wayBack } from '#lib/payments/way-back.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { changeRefusal } from './change-refusal.ts';
import type { OrderFacts } from './page.tsx';

const done = ['names_saved', 'help_sent', 'change_dropped', 'sent_again'];
const made = ['changed_move', 'changed_types', 'changed_people'];

/** What has just happened to a paid order, or why it did not; nothing for what is no word of ours. */
export function ChangeTold(props: OrderFacts & { told: string }) {
  const { order, locale, told, lastChange } = props;
  const t = translator(locale, 'change');
  const refused = told.startsWith('refused_') ? changeRefusal(locale, told.slice('refused_'.length)) : null;
  if (refused)
    return (
      <Notice kind="refused" live>
        {refused}
      </Notice>
    );
  if (told === 'change_paid' || told === 'checking')
    return lastChange && lastChange.dueMinor > 0 ? <ChangePaid {...props} last={lastChange} /> : null;
  if (made.includes(told)) return <ChangeMade {...props} word={told} backMinor={lastChange?.returnedMinor ?? 0} />;
  if (!done.includes(told)) return null;
  return (
    <Notice kind="done" live>
      {t(`told.${told}`, { email: order.email ?? '' })}
    </Notice>
  );
}

/** Back from the payment page of a change: it is made; or cannot be made any more, and the money goes back (3.4). */
function ChangePaid(props: OrderFacts & { last: LastChange }) {
  const { locale, last } = props;
  const t = translator(locale, 'change');
  if (last.state === 'open') return null;
  if (last.state === 'applied')
    return <ChangeMade {...props} word={`changed_${last.kind}`} backMinor={last.sentBackMinor} />;
  if (last.isBeingPaid)
    return (
      <Notice title={t('open.checkingTitle')} live>
        <meta httpEquiv="refresh" content={`5; url=${paths.orderReturn(locale, props.token)}`} />
        <p>{t('open.checkingText')}</p>
      </Notice>
    );
  if (last.sentBackMinor === 0) return <Notice live>{t('told.change_over')}</Notice>;
  return (
    <Notice kind="warn" live>
      <p>{t('told.change_undone')}</p>
      <MoneyOnItsWay {...props} sumMinor={last.sentBackMinor} />
    </Notice>
  );
}

function ChangeMade(props: OrderFacts & { word: string; backMinor: number }) {
  const { order, locale } = props;
  const facts = {
    date: formatLongDate(order.timeslot.visitDate, locale, { weekday: false }),
    time: order.timeslot.startTime,
  };
  return (
    <Notice kind="done" live>
      <p>{translator(locale, 'change')(`told.${props.word}`, facts)}</p>
      {props.backMinor > 0 ? <MoneyOnItsWay {...props} sumMinor={props.backMinor} /> : null}
    </Notice>
  );
}

function MoneyOnItsWay({ order, locale, sumMinor }: OrderFacts & { sumMinor: number }) {
  const sum = formatMoney({ amountMinor: sumMinor, currency: order.currency }, locale);
  return <p>{translator(locale, 'change')('told.difference_back', { sum, way: wayBack(order.payments) })}</p>;
}
