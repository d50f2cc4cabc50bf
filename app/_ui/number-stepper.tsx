import type { ComponentProps, ReactNode } from 'react';
import { Field } from './field.tsx';

/**
 * How many: a number input that works by itself. With `steps`, the words for one less and one more, − and + stand beside it
 * wherever scripts run (`visit-module.js` works them).
 */
export function NumberStepper({
  label,
  hint,
  error,
  id,
  steps,
  ...rest
}: {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  steps?: { less: string; more: string };
} & ComponentProps<'input'>) {
  return (
    <Field id={id ?? rest.name} label={label} hint={hint} error={error}>
      {(control) => (
        <div className="stepper">
          {steps ? <Step name={steps.less} sign="−" isDisabled={rest.disabled} /> : null}
          <input inputMode="numeric" step={1} min={0} {...rest} {...control} type="number" className="input" />
          {steps ? <Step name={steps.more} sign="+" isDisabled={rest.disabled} /> : null}
        </div>
      )}
    </Field>
  );
}

function Step(props: { name: string; sign: string; isDisabled: boolean | undefined }) {
  return (
    <button type="button" aria-label={props.name} disabled={props.isDisabled}>
      {props.sign}
    </button>
  );
}
