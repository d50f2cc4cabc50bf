import { StatusWord } from '#app/_ui/status-word.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { formatDate, wallTimeAt } from '#lib/platform/time.ts';
import type { SlotPage } from '#lib/reports/get-slot-page.ts';

/** When it is, in which language, and whether it is on sale. */
export function SlotFacts(props: { t: Translator; staff: Translator; slot: SlotPage; zone: string }) {
  const { t, staff, slot } = props;
  const isOnSale = slot.state === 'on_sale';
  return (
    <SummaryList
      rows={[
        {
          term: t('slot.time'),
          value: t('slot.timeValue', {
            date: formatDate(slot.visitDate),
            from: slot.startTime,
            until: wallTimeAt(slot.endsAt, props.zone),
          }),
          isStrong: true,
        },
        ...(slot.language ? [{ term: t('slot.language'), value: staff(`spoken.${slot.language}`) }] : []),
        {
          term: t('slot.state'),
          value: (
            <StatusWord tone={isOnSale || slot.state === 'done' ? 'still' : 'warn'}>
              {staff(`timeslotStates.${slot.state}`)}
            </StatusWord>
          ),
        },
      ]}
    />
  );
}
