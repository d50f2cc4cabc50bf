import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { voucherEffects } from '#lib/catalog/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type LocalizedText, localized } from '#lib/platform/locales.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { SlotPage } from '#lib/reports/get-slot-page.ts';
import { BoundsFields } from '../bounds-fields.tsx';
import { make } from '../voucher-actions.ts';
import type { TypedVoucher } from '../voucher-form.ts';

type Named = readonly { id: string; names: LocalizedText }[];

/** Everything a code may be made of. A plain form: what was typed comes back in the address when something is wrong. */
export function NewVoucherForm(props: {
  t: Translator;
  typed: TypedVoucher;
  products: Named;
  types: Named;
  slot: SlotPage | null;
  currency: string;
}) {
  const { t, typed, slot } = props;
  const lanes = translator(t.locale, 'staff');
  return (
    <form className="stack" action={make}>
      <TextInput
        name="label"
        label={t('form.label')}
        hint={t('form.labelHint')}
        defaultValue={typed.label}
        maxLength={200}
        required
      />
      <TextInput
        name="code"
        label={t('form.code')}
        hint={t('form.codeHint')}
        defaultValue={typed.code}
        maxLength={40}
        autoComplete="off"
      />
      <TextInput
        type="number"
        name="count"
        label={t('form.count')}
        hint={t('form.countHint')}
        min={1}
        max={500}
        defaultValue={typed.count}
        className="narrow"
        required
      />
      <Select
        name="effect"
        label={t('form.effect')}
        defaultValue={typed.effect ?? ''}
        options={[{ value: '', label: t('form.noEffect') }].concat(
          voucherEffects.map((value) => ({ value, label: t(`form.effects.${value}`, { currency: props.currency }) })),
        )}
      />
      <TextInput
        name="value"
        label={t('form.value')}
        hint={t('form.valueHint')}
        inputMode="decimal"
        defaultValue={typed.value}
        maxLength={12}
        className="narrow"
      />
      <Select
        name="lane"
        label={t('form.lane')}
        hint={t('form.laneHint')}
        defaultValue={typed.lane ?? ''}
        options={[{ value: '', label: t('form.noLane') }].concat(
          ['schools', 'desk', 'official'].map((value) => ({ value, label: lanes(`lanes.${value}`) })),
        )}
      />
      {slot ? (
        <>
          <input type="hidden" name="slot" value={slot.id} />
          <TextInput
            type="number"
            name="places"
            label={t('form.places')}
            hint={t('form.placesHint', {
              visit: localized(slot.productNames, t.locale),
              date: formatDate(slot.visitDate),
              time: slot.startTime,
            })}
            min={1}
            max={500}
            defaultValue={typed.places}
            className="narrow"
            required
          />
        </>
      ) : (
        <p className="hint">{t('form.placesElsewhere')}</p>
      )}
      <Choices t={t} name="product" legend={t('form.products')} all={props.products} chosen={typed.product} />
      <Choices t={t} name="type" legend={t('form.types')} all={props.types} chosen={typed.type} />
      <BoundsFields t={t} typed={typed} />
      <div className="actions">
        <Button>{t('form.make')}</Button>
      </div>
    </form>
  );
}

function Choices(props: { t: Translator; name: string; legend: string; all: Named; chosen?: readonly string[] }) {
  const chosen = props.chosen ?? [];
  return (
    <details className="more" open={chosen.length > 0}>
      <summary>{props.legend}</summary>
      <fieldset className="set">
        <legend className="vh">{props.legend}</legend>
        {props.all.map(({ id, names }) => (
          <Checkbox
            key={id}
            id={`${props.name}-${id}`}
            name={props.name}
            value={id}
            defaultChecked={chosen.includes(id)}
            label={localized(names, props.t.locale)}
          />
        ))}
      </fieldset>
    </details>
  );
}
