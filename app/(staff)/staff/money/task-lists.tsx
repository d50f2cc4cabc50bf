import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { RefundTasks } from '#lib/booking/list-refund-tasks.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { assign, decide, sendAgain } from './task-actions.ts';

type Of = { orderId: string; code: string; amountMinor: number; currency: string };

const columnsOf = (t: Translator) => {
  const head = (key: string) => ({ key, head: t(`tasks.columns.${key}`) });
  const order = {
    ...head('order'),
    isRowHead: true,
    cell: (row: Of) => <a href={paths.staffOrder(row.orderId)}>{row.code}</a>,
  };
  const sum = {
    ...head('sum'),
    isNumber: true,
    cell: (row: Of) => <span className="num">{formatMoney(row, t.locale)}</span>,
  };
  return { head, order, sum };
};

/** Full prices in spite of the ladder, which a second person decides. */
export function Waivers({ t, waivers }: { t: Translator; waivers: RefundTasks['waivers'] }) {
  const { head, order, sum } = columnsOf(t);
  return (
    <Table
      caption={t('tasks.waivers')}
      rows={waivers}
      rowKey={(row) => row.id}
      columns={[
        order,
        { ...head('tickets'), isNumber: true, cell: (row) => row.tickets },
        { ...head('why'), cell: (row) => row.note },
        { ...head('who'), cell: (row) => row.askedBy },
        sum,
        {
          ...head('do'),
          cell: (row) => (
            <form className="actions" action={decide}>
              <input type="hidden" name="id" value={row.id} />
              {row.isOwn ? (
                <span className="soft">{t('tasks.ownWaiver')}</span>
              ) : (
                <Button
                  look="quiet"
                  size="short"
                  name="decision"
                  value="approve"
                  aria-label={t('tasks.approveOf', { code: row.code })}
                >
                  {t('tasks.approve')}
                </Button>
              )}
              <Button
                look="plain"
                size="short"
                name="decision"
                value="decline"
                aria-label={t('tasks.declineOf', { code: row.code })}
              >
                {t('tasks.decline')}
              </Button>
            </form>
          ),
        },
      ]}
    />
  );
}

/** Refunds that the bank or the provider did not carry out. */
export function FailedRefunds({ t, failed }: { t: Translator; failed: RefundTasks['failed'] }) {
  const staff = columnsOf(t);
  return (
    <Table
      caption={t('tasks.failed')}
      rows={failed}
      rowKey={(row) => row.id}
      columns={[
        staff.order,
        {
          ...staff.head('ticket'),
          cell: (row) => (row.shortCode ? <code>{formatShortCode(row.shortCode)}</code> : null),
        },
        { ...staff.head('why'), cell: (row) => t(`tasks.states.${row.state === 'canceled' ? 'canceled' : 'failed'}`) },
        staff.sum,
        {
          ...staff.head('do'),
          cell: (row) => (
            <form action={sendAgain}>
              <input type="hidden" name="id" value={row.id} />
              <Button look="quiet" size="short" aria-label={t('tasks.sendAgainOf', { code: row.code })}>
                {t('tasks.sendAgain')}
              </Button>
            </form>
          ),
        },
      ]}
    />
  );
}

/** Money returned at the provider, whose tickets nobody has named yet. */
export function OutsideRefunds({ t, outside }: { t: Translator; outside: RefundTasks['outside'] }) {
  return outside.map((refund) => (
    <form className="stack" action={assign} key={refund.id} aria-label={t('tasks.outsideOf', { code: refund.code })}>
      <input type="hidden" name="id" value={refund.id} />
      <fieldset className="set">
        <legend>{t('tasks.outsideWhich', { sum: formatMoney(refund, t.locale), code: refund.code })}</legend>
        {refund.tickets.map((ticket) => (
          <Checkbox
            key={ticket.id}
            id={`ticket-${refund.id}-${ticket.id}`}
            name="ticket"
            value={ticket.id}
            label={`${formatShortCode(ticket.shortCode)} · ${localized(ticket.typeNames, t.locale)}`}
          />
        ))}
      </fieldset>
      <p className="hint">{t('tasks.outsideHint')}</p>
      <div className="actions">
        <Button look="quiet">{t('tasks.outsideDo')}</Button>
      </div>
    </form>
  ));
}
