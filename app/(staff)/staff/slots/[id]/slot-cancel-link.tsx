import { LinkButton } from '#app/_ui/button.tsx';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import type { SlotPage } from '#lib/reports/get-slot-page.ts';

/** The way to cancelling a time, or to how far that is. */
export function SlotCancelLink({ ctx, slot }: { ctx: Ctx; slot: SlotPage }) {
  const t = translator(ctx.locale, 'cancellation');
  const isCancelled = slot.state === 'cancelling' || slot.state === 'cancelled';
  const mayCancel = can(ctx.actor, 'schedule.change') && (slot.state === 'on_sale' || slot.state === 'closed');
  if (!isCancelled && !mayCancel) return null;
  return (
    <div className="actions">
      <LinkButton look="quiet" href={isCancelled ? paths.staffCancellation(slot.id) : paths.staffCancelSlot(slot.id)}>
        {t(isCancelled ? 'staff.progressLink' : 'staff.link')}
      </LinkButton>
    </div>
  );
}
