import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { OrderHistory } from '#lib/booking/order-history.ts';
import { isGateway } from '#lib/payments/values.ts';
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
          {
            ...head('way'),
            cell: (payment) => (
              <>
                {t(`providers.${isGateway(payment.provider) ? 'card' : payment.provider}`)}{' '}
                <span className="soft">{proofOf(history.proofs, ({ paymentId }) => paymentId === payment.id)}</span>
              </>
            ),
          },
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
            {
              ...head('state'),
              cell: (refund) => (
                <>
                  {t(`refundStates.${refund.state}`)}{' '}
                  <span className="soft">{proofOf(history.proofs, ({ refundId }) => refundId === refund.id)}</span>
                </>
              ),
            },
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

type Proof = OrderHistory['proofs'][number];

/** The slip or the bank's reference of money over the counter, as it stands on the paper. */
function proofOf(proofs: readonly Proof[], isOf: (proof: Proof) => boolean): string | null {
  const proof = proofs.find(isOf);
  return proof?.reference ?? (proof?.slip ? `${proof.terminal} / ${proof.slip}` : null);
}
