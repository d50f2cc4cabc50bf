import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import { overrideReasons } from '#lib/capacity/values.ts';
import type { SlotPage } from '#lib/reports/get-slot-page.ts';
import { addPlaces } from './override-actions.ts';
import { type PoolWords, poolName } from './slot-pools.tsx';

/** Adding places to one of the time's pools, with the reason: for whoever answers for the day. */
export function OverrideForm(props: PoolWords & { slot: SlotPage; kept: { pool?: string; change?: string } }) {
  const { t, slot, kept } = props;
  return (
    <section className="stack" aria-labelledby="add">
      <h2 id="add">{t('override.title')}</h2>
      <p className="hint">{t('override.hint')}</p>
      <form className="stack" action={addPlaces}>
        <input type="hidden" name="timeslotId" value={slot.id} />
        <Select
          name="pool"
          label={t('override.pool')}
          defaultValue={kept.pool}
          options={slot.pools.map((pool) => ({ value: String(pool.id), label: poolName(props, pool) }))}
        />
        <TextInput
          type="number"
          name="change"
          label={t('override.change')}
          hint={t('override.changeHint')}
          min={-500}
          max={500}
          defaultValue={kept.change ?? '1'}
          className="narrow"
          required
        />
        <Select
          name="reason"
          label={t('override.reason')}
          options={overrideReasons.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
        />
        <TextArea name="note" rows={2} label={t('override.note')} minLength={3} maxLength={500} required />
        <div className="actions">
          <Button look="quiet">{t('override.submit')}</Button>
        </div>
      </form>
    </section>
  );
}
