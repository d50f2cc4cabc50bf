import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Field } from './field.tsx';
import { KeptTextArea } from './kept-text-area.tsx';

type Labelled = { id?: string; name: string; label: ReactNode; hint?: ReactNode; error?: ReactNode };

/** A line of text with its label. Props of `<input>` and of react-hook-form's `register(name)` pass through. */
export function TextInput({ label, hint, error, id, className, ...rest }: Labelled & ComponentProps<'input'>) {
  return (
    <Field id={id ?? rest.name} label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...rest} {...control} className={classNames('input', className)} />}
    </Field>
  );
}

/** An e-mail address: no capitals, no spelling, filled by the browser where it knows it. */
export function EmailInput(props: ComponentProps<typeof TextInput>) {
  return (
    <TextInput type="email" autoComplete="email" autoCapitalize="none" spellCheck={false} maxLength={254} {...props} />
  );
}

/** Several lines of text with their label. */
export function TextArea({ label, hint, error, id, className, ...rest }: Labelled & ComponentProps<'textarea'>) {
  return (
    <Field id={id ?? rest.name} label={label} hint={hint} error={error}>
      {(control) => {
        const area = { ...rest, ...control, className: classNames('input', className) };
        // A form's own script, which brings a ref, sees to what it fills.
        return rest.defaultValue && !rest.ref ? <KeptTextArea {...area} /> : <textarea {...area} />;
      }}
    </Field>
  );
}
