import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { openingReasons } from '#lib/schedule/values.ts';
import { openSlot } from './override-actions.ts';

/** Opening a time that sleeps, with the reason: for whoever answers for the day. */
export function OpenSlotForm({ t, timeslotId }: { t: Translator; timeslotId: string }) {
  return (
    <section className="stack" aria-labelledby="open">
      <h2 id="open">{t('open.title')}</h2>
      <p className="hint">{t('open.hint')}</p>
      <form className="stack" action={openSlot}>
        <input type="hidden" name="timeslotId" value={timeslotId} />
        <Select
          name="reason"
          label={t('open.reason')}
          options={openingReasons.map((reason) => ({ value: reason, label: t(`open.reasons.${reason}`) }))}
        />
        <TextArea name="note" rows={2} label={t('open.note')} minLength={3} maxLength={500} required />
        <div className="actions">
          <Button>{t('open.submit')}</Button>
        </div>
      </form>
    </section>
  );
}
