import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { VoucherRow } from '#lib/booking/list-vouchers.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatDate } from '#lib/platform/time.ts';
import { lastDateOf, StandWord, voucherGrants } from '../voucher-words.tsx';

/** A voucher at a glance. */
export function VoucherFacts({ t, voucher, zone }: { t: Translator; voucher: VoucherRow; zone: string }) {
  const names = (all: VoucherRow['productNames']) =>
    all.length === 0 ? t('staff.all') : all.map((text) => localized(text, t.locale)).join(', ');
  return (
    <SummaryList
      rows={[
        { term: t('staff.columns.state'), value: <StandWord t={t} stands={voucher.stands} />, isStrong: true },
        { term: t('staff.columns.label'), value: voucher.label },
        { term: t('staff.columns.grants'), value: <GrantList grants={voucherGrants(t, voucher)} /> },
        ...(voucher.timeslot
          ? [
              {
                term: t('staff.slot'),
                value: <a href={paths.staffSlot(voucher.timeslot.id)}>{voucher.timeslot.startTime}</a>,
              },
            ]
          : []),
        { term: t('staff.visits'), value: names(voucher.productNames) },
        { term: t('staff.types'), value: names(voucher.ticketTypeNames) },
        { term: t('staff.columns.uses'), value: t('staff.usesOf', { uses: voucher.uses, most: voucher.maxUses }) },
        { term: t('form.from'), value: formatDate(dateAt(voucher.validFrom, zone)) },
        { term: t('form.until'), value: lastDateOf(voucher, zone) },
        ...(voucher.batchId
          ? [{ term: t('staff.batch'), value: <a href={paths.staffVoucherBatch(voucher.batchId)}>{t('staff.csv')}</a> }]
          : []),
      ]}
    />
  );
}

function GrantList({ grants }: { grants: readonly string[] }) {
  return (
    <ul>
      {grants.map((grant) => (
        <li key={grant}>{grant}</li>
      ))}
    </ul>
  );
}
