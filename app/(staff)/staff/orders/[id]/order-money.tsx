import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { Table } from '#app/_ui/table.tsx';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import type { ShownOrder } from './shown-order.ts';

/** Money in, and money back when there was any. */
export function OrderMoney({ t, locale, zone, order, history }: ShownOrder) {
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={order.currency} locale={locale} />;
  return (
    <>
      <Table
        caption={t('order.payments')}
        rows={order.payments}
        rowKey={(payment) => payment.id}
        empty={<span className="soft">{t('order.noPayments')}</span>}
        columns={[
          { ...head('at'), isRowHead: true, cell: (payment) => <InstantText at={payment.createdAt} zone={zone} /> },
          { ...head('way'), cell: (payment) => t(`providers.${payment.provider}`) },
          {
            ...head('state'),
            cell: (payment) => (
              <>
                {t(`paymentStates.${payment.state}`)} <span className="soft">{payment.failureCode}</span>
              </>
            ),
          },
          { ...head('amount'), isNumber: true, cell: (payment) => money(payment.amountMinor) },
        ]}
      />
      {history.refunds.length > 0 ? (
        <Table
          caption={t('order.refunds')}
          rows={history.refunds}
          rowKey={(refund) => refund.id}
          columns={[
            { ...head('at'), isRowHead: true, cell: (refund) => <InstantText at={refund.createdAt} zone={zone} /> },
            {
              ...head('reason'),
              cell: (refund) => (
                <>
                  {t(`refundReasons.${refund.reason}`)}{' '}
                  {refund.shortCode ? <code>{formatShortCode(refund.shortCode)}</code> : null}
                </>
              ),
            },
            { ...head('state'), cell: (refund) => t(`refundStates.${refund.state}`) },
            { ...head('amount'), isNumber: true, cell: (refund) => money(refund.amountMinor) },
          ]}
        />
      ) : null}
    </>
  );
}

/** What was written to the visitor. */
export function OrderMessages({ t, zone, history }: ShownOrder) {
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  return (
    <Table
      caption={t('order.messages')}
      rows={history.messages}
      rowKey={(message) => message.id}
      empty={<span className="soft">{t('order.noMessages')}</span>}
      columns={[
        {
          ...head('at'),
          isRowHead: true,
          cell: (message) => <InstantText at={message.sentAt ?? message.queuedAt} zone={zone} />,
        },
        { ...head('kind'), cell: (message) => t(`messageKinds.${message.kind}`) },
        { ...head('to'), cell: (message) => message.recipient },
        { ...head('state'), cell: (message) => t(`messageStates.${message.state}`) },
      ]}
    />
  );
}
