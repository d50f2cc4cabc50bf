import { Notice } from '#app/_ui/notice.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { changeRefusal } from './change-refusal.ts';
import type { OrderFacts } from './page.tsx';

const done = ['changed_types', 'changed_people', 'names_saved', 'help_sent', 'change_dropped'];

/** What has just happened to a paid order, or why it did not; nothing for what is no word of ours. */
export function ChangeTold({ order, locale, told }: OrderFacts & { told: string }) {
  const t = translator(locale, 'change');
  const refused = told.startsWith('refused_') ? changeRefusal(locale, told.slice('refused_'.length)) : null;
  if (refused)
    return (
      <Notice kind="refused" live>
        {refused}
      </Notice>
    );
  const facts = {
    date: formatLongDate(order.timeslot.visitDate, locale, { weekday: false }),
    time: order.timeslot.startTime,
    email: order.email ?? '',
  };
  if (![...done, 'changed_move', 'sent_again'].includes(told)) return null;
  return (
    <Notice kind="done" live>
      {t(`told.${told}`, facts)}
    </Notice>
  );
}
