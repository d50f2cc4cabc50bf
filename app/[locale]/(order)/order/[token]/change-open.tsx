import { Button } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import type { OpenChange } from '#lib/booking/find-open-change.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatLongDate, type IsoDate, wallTimeAt } from '#lib/platform/time.ts';

const recheckSeconds = 5;

/** A change that waits for its money: what it is, until when it is held, pay it or leave the order as it is (3.4). */
export function ChangeOpen(props: {
  change: OpenChange;
  token: string;
  locale: Locale;
  zone: string;
  /** Today in the museum's zone. */
  today: IsoDate;
  /** The bank could not be asked: nobody is sent to pay again. */
  isUnknown: boolean;
}) {
  const { change, token, locale } = props;
  const t = translator(locale, 'change');
  const sum = formatMoney({ amountMinor: change.dueMinor, currency: change.currency }, locale);
  const what = t(`open.what.${change.kind}`, {
    date: formatLongDate(change.visitDate, locale),
    time: change.startTime,
    count: change.addedPeople,
  });
  const returnPath = paths.orderReturn(locale, token);
  if (change.payment === 'processing' || (props.isUnknown && change.payment === 'open'))
    return (
      <Notice title={t('open.checkingTitle')}>
        <meta httpEquiv="refresh" content={`${recheckSeconds}; url=${returnPath}`} />
        <p>{t('open.checkingText')}</p>
      </Notice>
    );
  const until = dateAt(change.expiresAt, props.zone);
  const time = wallTimeAt(change.expiresAt, props.zone);
  const held =
    until === props.today
      ? t('open.held', { time })
      : t('open.heldDay', { time, date: formatLongDate(until, locale, { weekday: false }) });
  return (
    <Notice title={t('open.title')}>
      <p>{what}</p>
      <p>{change.isRunOut ? t('open.runOut') : held}</p>
      {change.isDeclined ? <p>{t('open.declined')}</p> : null}
      <div className="actions">
        {change.isRunOut ? null : (
          <form method="post" action={paths.orderStep(locale, token, 'pay')}>
            <Button>{t('open.pay', { sum })}</Button>
          </form>
        )}
        <form method="post" action={paths.orderStep(locale, token, 'drop-change')}>
          <Button look="quiet">{t('open.leave')}</Button>
        </form>
      </div>
    </Notice>
  );
}
