import { InstantText } from '#app/_ui/date-time.tsx';
import { Money } from '#app/_ui/money.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { VisitAccount } from '#lib/groups/get-visit-account.ts';
import { paperNumber } from '#lib/payments/paper-number.ts';
import { isGateway } from '#lib/payments/values.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';

/** Papers, money in, and money back when there was any. */
export function AccountTables(props: { t: Translator; locale: Locale; account: VisitAccount; zone: string }) {
  const { t, locale, account, zone } = props;
  const staff = translator(locale, 'staff');
  const head = (key: string) => ({ key, head: t(`staff.columns.${key}`) });
  const money = (amountMinor: number) => (
    <Money amountMinor={amountMinor} currency={account.currency} locale={locale} />
  );
  return (
    <>
      <Table
        caption={t('staff.visit.papers')}
        rows={account.papers}
        rowKey={({ id }) => id}
        empty={<span className="soft">{t('staff.visit.noPapers')}</span>}
        columns={[
          {
            ...head('paper'),
            isRowHead: true,
            cell: (paper) => (
              <a href={paths.staffPaper(paper.id)}>{`${t(`kinds.${paper.kind}`)} ${paperNumber(paper)}`}</a>
            ),
          },
          { ...head('issued'), isNumber: true, cell: ({ issuedDate }) => formatDate(issuedDate) },
          { ...head('due'), isNumber: true, cell: ({ dueDate }) => (dueDate ? formatDate(dueDate) : null) },
          { ...head('total'), isNumber: true, cell: ({ totalMinor }) => money(totalMinor) },
          { ...head('left'), isNumber: true, cell: ({ leftMinor }) => (leftMinor > 0 ? money(leftMinor) : null) },
        ]}
      />
      <Table
        caption={t('staff.visit.payments')}
        rows={account.payments}
        rowKey={({ id }) => id}
        empty={<span className="soft">{t('staff.visit.noPayments')}</span>}
        columns={[
          { ...head('at'), isRowHead: true, cell: ({ at }) => <InstantText at={at} zone={zone} /> },
          {
            ...head('way'),
            cell: ({ provider, proof }) => (
              <>
                {staff(`providers.${isGateway(provider) ? 'card' : provider}`)} <span className="soft">{proof}</span>
              </>
            ),
          },
          { ...head('paper'), cell: ({ paperNo }) => paperNo },
          { ...head('state'), cell: ({ state }) => staff(`paymentStates.${state}`) },
          { ...head('total'), isNumber: true, cell: ({ amountMinor }) => money(amountMinor) },
        ]}
      />
      {account.refunds.length > 0 ? (
        <Table
          caption={t('staff.visit.refunds')}
          rows={account.refunds}
          rowKey={({ id }) => id}
          columns={[
            { ...head('at'), isRowHead: true, cell: ({ at }) => <InstantText at={at} zone={zone} /> },
            { ...head('reason'), cell: ({ reason }) => staff(`refundReasons.${reason}`) },
            { ...head('state'), cell: ({ state }) => staff(`refundStates.${state}`) },
            { ...head('total'), isNumber: true, cell: ({ amountMinor }) => money(amountMinor) },
          ]}
        />
      ) : null}
    </>
  );
}
