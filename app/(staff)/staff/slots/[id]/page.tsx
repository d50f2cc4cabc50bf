import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { FireLimitForm } from './fire-limit-form.tsx';
import { OpenSlotForm } from './open-slot-form.tsx';
import { OverrideForm } from './override-form.tsx';
import { OverrideHistory } from './override-history.tsx';
import { OverrideTold } from './override-told.tsx';
import { SlotCancelLink } from './slot-cancel-link.tsx';
import { SlotFacts } from './slot-facts.tsx';
import { SlotPools } from './slot-pools.tsx';
import { SlotReserves } from './slot-reserves.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'capacity')('slot.title') };
}

/** One time: what it draws on, what of that is taken, and what can be done about it. */
export default async function SlotPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  const path = isUuid(id) ? paths.staffSlot(id) : paths.staffToday();
  const ctx = await requireStaff('today.see', path);
  const found = isUuid(id) ? await getSlotPage(ctx, id) : null;
  if (!found?.ok) notFound();
  const { slot } = found;
  const t = translator(ctx.locale, 'capacity');
  const staff = translator(ctx.locale, 'staff');
  const { timeZone } = await getMuseum(ctx.db);
  const { one } = await readFilters(props.searchParams);
  const words = { t, staff, zone: timeZone };
  return (
    <StaffPage ctx={ctx} room="today" path={path}>
      <BackLink href={paths.staffToday(slot.visitDate)}>{t('slot.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('slot.heading', { time: slot.startTime, visit: localized(slot.productNames, ctx.locale) })}</h1>
        <OverrideTold t={t} done={one('done')} refused={one('refused')} most={one('most')} />
        <SlotFacts {...words} slot={slot} />
        <SlotCancelLink ctx={ctx} slot={slot} />
        {slot.pools.length > 0 ? <SlotPools {...words} pools={slot.pools} /> : null}
        <SlotReserves {...words} reserves={slot.reserves} isLinked={can(ctx.actor, 'vouchers.change')} />
        <OverrideHistory {...words} overrides={slot.overrides} />
        {can(ctx.actor, 'vouchers.change') && slot.state === 'on_sale' ? (
          <p>
            <a href={paths.staffNewVoucher({ slot: slot.id })}>{t('slot.reserve')}</a>
          </p>
        ) : null}
        {can(ctx.actor, 'capacity.override') && slot.state === 'dormant' ? (
          <OpenSlotForm t={t} timeslotId={slot.id} />
        ) : null}
        {can(ctx.actor, 'capacity.override') && slot.pools.length > 0 ? (
          <OverrideForm {...words} slot={slot} kept={{ pool: one('pool'), change: one('change') }} />
        ) : null}
        {can(ctx.actor, 'capacity.fire_limit') && slot.pools.length > 0 ? (
          <FireLimitForm {...words} slot={slot} />
        ) : null}
      </div>
    </StaffPage>
  );
}
