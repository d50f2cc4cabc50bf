import type { Metadata } from 'next';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum, listProducts, listTicketTypes } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { addDays, dateAt } from '#lib/platform/time.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { typedVoucher, voucherRefusalCodes } from '../voucher-form.ts';
import { NewVoucherForm } from './new-voucher-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'vouchers')('staff.new') };
}

/** A new code, or many at once. Opened from a time, it may reserve places there. */
export default async function NewVoucherPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  const typed = typedVoucher((name) => [query[name] ?? []].flat());
  const path = paths.staffNewVoucher(isUuid(typed.slot) ? { slot: typed.slot } : {});
  const ctx = await requireStaff('vouchers.change', path);
  const t = translator(ctx.locale, 'vouchers');
  const [museum, products, types, found] = await Promise.all([
    getMuseum(ctx.db),
    listProducts(ctx.db),
    listTicketTypes(ctx.db),
    isUuid(typed.slot) ? getSlotPage(ctx, typed.slot) : null,
  ]);
  const today = dateAt(ctx.now, museum.timeZone);
  const slot = found?.ok ? found.slot : null;
  const refused = voucherRefusalCodes.find((code) => code === query.refused);
  const room = typeof query.room === 'string' && /^\d{1,5}$/.test(query.room) ? Number(query.room) : 0;
  const given = {
    count: '1',
    maxUses: '1',
    minimum: '1',
    from: today,
    until: slot?.visitDate ?? addDays(today, 90),
    ...(refused ? {} : { givenBack: '1' }),
    ...typed,
  };
  return (
    <StaffPage ctx={ctx} room="vouchers" path={path}>
      <BackLink href={slot ? paths.staffSlot(slot.id) : paths.staffVouchers()}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('staff.new')}</h1>
        {refused ? (
          <Notice kind="refused" live>
            {t(`form.refused.${refused}`, { room })}
          </Notice>
        ) : null}
        <NewVoucherForm t={t} typed={given} products={products} types={types} slot={slot} currency={museum.currency} />
      </div>
    </StaffPage>
  );
}
