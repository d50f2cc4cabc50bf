import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { type ErrorLink, ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Select } from '#app/_ui/select.tsx';
import { EmailInput, TextInput } from '#app/_ui/text-input.tsx';
import { guideFaults } from '#lib/groups/guide-input.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { type LocalizedText, locales, localized } from '#lib/platform/locales.ts';
import { save } from './guide-actions.ts';
import type { TypedGuide } from './guide-form.ts';

const fields = { name: 'name', languages: 'language-az', email: 'email', phone: 'phone', toursADay: 'tours' } as const;

/** What an address says is wrong, in words, with the field each belongs to. */
export function readFaults(t: Translator, faults: readonly unknown[]): ErrorLink[] {
  return faults.flatMap((one) => {
    const [field = '', code = ''] = typeof one === 'string' ? one.split('.') : [];
    const known = guideFaults.find((fault) => fault === code);
    if (!known || !Object.hasOwn(fields, field)) return [];
    return [{ fieldId: fields[field as keyof typeof fields], message: t(`staff.faults.${known}`) }];
  });
}

/** A guide's file as a plain form: what was typed comes back in the address when something is wrong. */
export function GuideFields(props: {
  t: Translator;
  guideId?: string;
  typed: TypedGuide;
  errors: readonly ErrorLink[];
  products: readonly { id: string; names: LocalizedText }[];
  toursADay: number;
}) {
  const { t, typed } = props;
  const common = translator(t.locale, 'common');
  const error = (fieldId: string) => props.errors.find((one) => one.fieldId === fieldId)?.message;
  const languageError = error('language-az');
  return (
    <form className="stack" action={save} noValidate>
      {props.guideId ? <input type="hidden" name="id" value={props.guideId} /> : null}
      <ErrorSummary title={common('errorsTitle')} errors={props.errors} />
      <TextInput
        name="name"
        label={t('staff.form.name')}
        defaultValue={typed.name}
        error={error('name')}
        maxLength={200}
        required
      />
      <fieldset className={languageError ? 'set has-error' : 'set'}>
        <legend>{t('staff.form.languages')}</legend>
        {languageError ? <p className="error">{languageError}</p> : null}
        {locales.map((locale) => (
          <Checkbox
            key={locale}
            id={`language-${locale}`}
            name="language"
            value={locale}
            defaultChecked={typed.language.includes(locale)}
            label={common(`languages.${locale}`)}
          />
        ))}
      </fieldset>
      <fieldset className="set">
        <legend>{t('staff.form.products')}</legend>
        <p className="hint">{t('staff.form.productsHint')}</p>
        {props.products.map(({ id, names }) => (
          <Checkbox
            key={id}
            id={`product-${id}`}
            name="product"
            value={id}
            defaultChecked={typed.product.includes(id)}
            label={localized(names, t.locale)}
          />
        ))}
      </fieldset>
      <EmailInput
        name="email"
        label={t('staff.form.email')}
        hint={t('staff.form.emailHint')}
        defaultValue={typed.email}
        error={error('email')}
        autoComplete="off"
      />
      <TextInput
        type="tel"
        name="phone"
        label={t('staff.form.phone')}
        defaultValue={typed.phone}
        error={error('phone')}
        maxLength={40}
      />
      <Select
        name="locale"
        label={t('staff.form.locale')}
        defaultValue={typed.locale || 'az'}
        options={locales.map((value) => ({ value, label: translator(value, 'common')('language') }))}
      />
      <TextInput
        name="tours"
        inputMode="numeric"
        label={t('staff.form.tours')}
        hint={t('staff.form.toursHint', { number: props.toursADay })}
        defaultValue={typed.tours}
        error={error('tours')}
        maxLength={2}
        className="narrow"
      />
      <div className="actions">
        <Button>{t(props.guideId ? 'staff.form.save' : 'staff.form.add')}</Button>
      </div>
    </form>
  );
}
