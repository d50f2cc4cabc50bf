import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getVoucher } from '#lib/booking/list-vouchers.ts';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { voucherRefusalCodes } from '../voucher-form.ts';
import { ChangeForm } from './change-form.tsx';
import { VoucherFacts } from './voucher-facts.tsx';
import { VoucherUsers } from './voucher-users.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'vouchers')('staff.one') };
}

/** One voucher: what it grants, who has it, its bounds, and its end. */
export default async function VoucherPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  const path = isUuid(id) ? paths.staffVoucher(id) : paths.staffVouchers();
  const ctx = await requireStaff('vouchers.change', path);
  const found = isUuid(id) ? await getVoucher(ctx, id) : null;
  if (!found?.ok) notFound();
  const { voucher, users } = found;
  const t = translator(ctx.locale, 'vouchers');
  const { timeZone } = await getMuseum(ctx.db);
  const { one } = await readFilters(props.searchParams);
  const done = (['made', 'changed', 'withdrawn'] as const).find((kind) => kind === one('done'));
  const refused = voucherRefusalCodes.find((code) => code === one('refused'));
  return (
    <StaffPage ctx={ctx} room="vouchers" path={path}>
      <BackLink href={paths.staffVouchers()}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('staff.heading', { code: formatVoucherCode(voucher.code) })}</h1>
        {done ? (
          <Notice kind="done" live>
            {t(`staff.done.${done}`)}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {t(`form.refused.${refused}`, { room: 0 })}
          </Notice>
        ) : null}
        <div className="two-columns">
          <div className="stack-wide">
            <VoucherUsers t={t} users={users} zone={timeZone} />
            {voucher.state === 'active' ? <ChangeForm t={t} voucher={voucher} zone={timeZone} /> : null}
          </div>
          <VoucherFacts t={t} voucher={voucher} zone={timeZone} />
        </div>
      </div>
    </StaffPage>
  );
}
