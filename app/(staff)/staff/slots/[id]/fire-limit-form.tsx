import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import { localized } from '#lib/platform/locales.ts';
import type { SlotPage } from '#lib/reports/get-slot-page.ts';
import { setFireLimit } from './override-actions.ts';
import type { PoolWords } from './slot-pools.tsx';

/** The fire limit of the time's rooms and of the building: the director's alone. */
export function FireLimitForm({ t, slot }: PoolWords & { slot: SlotPage }) {
  const limited = slot.pools.filter((pool) => pool.fireLimit !== null);
  const rooms = [...new Map(limited.map((pool) => [pool.spaceId ?? 'building', pool])).entries()];
  return (
    <details className="more">
      <summary>{t('fire.title')}</summary>
      <form className="stack" action={setFireLimit}>
        <p className="hint">{t('fire.hint')}</p>
        <input type="hidden" name="timeslotId" value={slot.id} />
        <Select
          name="space"
          label={t('fire.space')}
          options={rooms.map(([value, pool]) => ({
            value,
            label: t('fire.option', {
              space: pool.spaceNames ? localized(pool.spaceNames, t.locale) : t('fire.building'),
              limit: pool.fireLimit ?? 0,
            }),
          }))}
        />
        <TextInput
          type="number"
          name="limit"
          label={t('fire.limit')}
          min={1}
          max={10_000}
          className="narrow"
          required
        />
        <TextArea name="note" id="fire-note" rows={2} label={t('fire.note')} minLength={3} maxLength={500} required />
        <div className="actions">
          <Button look="quiet">{t('fire.submit')}</Button>
        </div>
      </form>
    </details>
  );
}
