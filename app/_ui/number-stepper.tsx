import type { ComponentProps, ReactNode } from 'react';
import { Field } from './field.tsx';

/**
 * How many: a number input that works by itself. Inside a client component pass `before` and `after` (buttons with − and +);
 * `CountStepper` does so.
 */
export function NumberStepper({
  label,
  hint,
  error,
  id,
  before,
  after,
  ...rest
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
} & ComponentProps<'input'>) {
  return (
    <Field id={id ?? rest.name} label={label} hint={hint} error={error}>
      {(control) => (
        <div className="stepper">
          {before}
          <input inputMode="numeric" step={1} min={0} {...rest} {...control} type="number" className="input" />
          {after}
        </div>
      )}
    </Field>
  );
}
