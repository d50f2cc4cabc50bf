import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { Table } from '#app/_ui/table.tsx';
import { dropChangeRefusals } from '#lib/booking/drop-change.ts';
import type { OpenChange } from '#lib/booking/find-open-change.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { dateAt, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { leaveAsItIs } from './drop-change-action.ts';
import type { ShownOrder } from './shown-order.ts';

type Props = {
  locale: Locale;
  zone: string;
  order: ShownOrder['order'];
  change: OpenChange | null;
  canChange: boolean;
  /** A code of what has just happened, from the address. */
  told: string | undefined;
};

/** A change that waits for its money: what it is, its sum, until when, how far its payment is; and giving it up. */
export function OrderChange(props: Props) {
  const { locale, zone, order, change } = props;
  const t = translator(locale, 'change');
  const refused = dropChangeRefusals.find((code) => code === props.told);
  return (
    <>
      {props.told === 'held' && change ? (
        <Notice kind="done" live>
          {t(order.email ? 'staff.held' : 'staff.heldNoEmail')}
        </Notice>
      ) : null}
      {props.told === 'dropped' ? (
        <Notice kind="done" live>
          {t('staff.dropped')}
        </Notice>
      ) : null}
      {refused ? (
        <Notice kind="refused" live>
          {t(`refused.${refused}`)}
        </Notice>
      ) : null}
      {change ? (
        <Notice kind="warn" title={t('staff.openTitle')}>
          <p>
            {t(`open.what.${change.kind}`, {
              date: formatLongDate(change.visitDate, locale),
              time: change.startTime,
              count: change.addedPeople,
            })}{' '}
            <b>
              {t('staff.differenceDue', {
                sum: formatMoney({ amountMinor: change.dueMinor, currency: change.currency }, locale),
              })}
            </b>
          </p>
          <p>
            {change.isRunOut
              ? t('staff.openRunOut')
              : t('staff.openUntil', {
                  date: formatLongDate(dateAt(change.expiresAt, zone), locale, { weekday: false }),
                  time: wallTimeAt(change.expiresAt, zone),
                })}
          </p>
          <p>
            {t('staff.payment', { payment: change.payment })} {change.isDeclined ? t('staff.declined') : null}
          </p>
          {props.canChange && change.payment !== 'processing' ? (
            <form action={leaveAsItIs}>
              <input type="hidden" name="orderId" value={order.id} />
              <Button look="quiet">{t('staff.drop')}</Button>
            </form>
          ) : null}
        </Notice>
      ) : null}
    </>
  );
}

/** What the visitor wrote to the museum from the page of the order; nothing where nothing was written. */
export function OrderHelp({ t, locale, zone, history }: ShownOrder) {
  const change = translator(locale, 'change');
  if (history.help.length === 0) return null;
  return (
    <Table
      caption={change('staff.helpTitle')}
      rows={history.help}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'at',
          head: t('order.columns.at'),
          isRowHead: true,
          cell: ({ at }) => <InstantText at={at} zone={zone} />,
        },
        { key: 'text', head: change('staff.helpText'), cell: ({ text }) => <p className="as-written">{text}</p> },
      ]}
    />
  );
}
