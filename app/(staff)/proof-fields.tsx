import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { CounterField, TypedProof } from '#lib/payments/counter.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';

/** What was typed before and is wrong with it: only on the form that was sent. */
export type ShownProof = { typed: TypedProof; wrong: Partial<Record<CounterField, string>> };

/** The fields of a proof, each with what is wrong beside it. `prefix` keeps the ids of several forms on a page apart. */
export function ProofFields(props: {
  t: Translator;
  prefix: string;
  fields: readonly CounterField[];
  shown: ShownProof | null;
  /** The museum's date: where a date is asked for, it is the last one. */
  today: string;
}) {
  const { t, prefix, fields, shown, today } = props;
  const errorOf = (name: CounterField) => {
    const key = shown?.wrong[name];
    return key && t.has(`wrong.${key}`) ? t(`wrong.${key}`) : undefined;
  };
  const errors = fields.flatMap((name) => {
    const message = errorOf(name);
    return message ? [{ fieldId: `${prefix}-${name}`, message }] : [];
  });
  if (fields.length === 0) return null;
  return (
    <div className="stack">
      <ErrorSummary title={t('wrong.title')} errors={errors} />
      {fields.map((name) => (
        <TextInput
          key={name}
          id={`${prefix}-${name}`}
          name={name}
          type={name === 'valueDate' ? 'date' : 'text'}
          inputMode={name === 'handed' ? 'decimal' : undefined}
          max={name === 'valueDate' ? today : undefined}
          maxLength={name === 'valueDate' ? undefined : 60}
          autoComplete="off"
          spellCheck={false}
          defaultValue={shown?.typed[name] ?? (name === 'valueDate' ? today : '')}
          label={t(`fields.${name}`)}
          hint={t(`hints.${name}`)}
          error={errorOf(name)}
        />
      ))}
    </div>
  );
}
