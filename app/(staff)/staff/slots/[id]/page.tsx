import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSlotPage } from '#lib/reports/get-slot-page.ts';
import { SlotCancelLink } from './slot-cancel-link.tsx';
import { SlotFacts } from './slot-facts.tsx';
import { SlotPools } from './slot-pools.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'capacity')('slot.title') };
}

/** One time: what it draws on, what of that is taken, and what can be done about it. */
export default async function SlotPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const path = isUuid(id) ? paths.staffSlot(id) : paths.staffToday();
  const ctx = await requireStaff('today.see', path);
  const found = isUuid(id) ? await getSlotPage(ctx, id) : null;
  if (!found?.ok) notFound();
  const { slot } = found;
  const t = translator(ctx.locale, 'capacity');
  const staff = translator(ctx.locale, 'staff');
  const { timeZone } = await getMuseum(ctx.db);
  return (
    <StaffPage ctx={ctx} room="today" path={path}>
      <BackLink href={paths.staffToday(slot.visitDate)}>{t('slot.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('slot.heading', { time: slot.startTime, visit: localized(slot.productNames, ctx.locale) })}</h1>
        <SlotFacts t={t} staff={staff} slot={slot} zone={timeZone} />
        <SlotCancelLink ctx={ctx} slot={slot} />
        <SlotPools t={t} staff={staff} pools={slot.pools} zone={timeZone} />
      </div>
    </StaffPage>
  );
}
