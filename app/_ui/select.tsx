import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Field } from './field.tsx';

/** One of a list, with its label. For up to five choices prefer `Radios`. */
export function Select({
  label,
  hint,
  error,
  id,
  options,
  className,
  ...rest
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  options: readonly { value: string; label: string; disabled?: boolean }[];
} & ComponentProps<'select'>) {
  return (
    <Field id={id ?? rest.name} label={label} hint={hint} error={error}>
      {(control) => (
        <select {...rest} {...control} className={classNames('input', className)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
