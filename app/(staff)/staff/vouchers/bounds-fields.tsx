import { Checkbox } from '#app/_ui/checkbox.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { TypedVoucher } from './voucher-form.ts';

/** How often, for how many, from when until when: the fields that a new voucher and a changed one share. */
export function BoundsFields({ t, typed }: { t: Translator; typed: TypedVoucher }) {
  const number = (name: 'maxUses' | 'perEmail' | 'minimum' | 'maximum', isRequired: boolean, most: number) => (
    <TextInput
      type="number"
      name={name}
      label={t(`form.${name}`)}
      hint={isRequired ? undefined : t(name === 'perEmail' ? 'form.perEmailHint' : 'form.mayBeEmpty')}
      min={1}
      max={most}
      defaultValue={typed[name] ?? ''}
      className="narrow"
      required={isRequired}
    />
  );
  return (
    <>
      {number('maxUses', true, 100_000)}
      {number('perEmail', false, 1000)}
      {number('minimum', true, 500)}
      {number('maximum', false, 500)}
      <TextInput type="date" name="from" label={t('form.from')} defaultValue={typed.from} className="narrow" required />
      <TextInput
        type="date"
        name="until"
        label={t('form.until')}
        hint={t('form.untilHint')}
        defaultValue={typed.until}
        className="narrow"
        required
      />
      <Checkbox
        name="givenBack"
        value="1"
        defaultChecked={typed.givenBack === '1'}
        label={t('form.givenBack')}
        hint={t('form.givenBackHint')}
      />
    </>
  );
}
