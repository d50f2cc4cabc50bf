import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { FieldNotes, fieldControl } from './field.tsx';

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

/** A question with a few answers. The first radio has the id `id`, so that the error summary's link lands on it. */
export function Radios(props: {
  name: string;
  id?: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  options: readonly RadioOption[];
  defaultValue?: string;
  required?: boolean;
  /** Added to every radio: react-hook-form's `register(name)`, for one. */
  inputProps?: ComponentProps<'input'>;
}) {
  const id = props.id ?? props.name;
  const described = fieldControl(id, props.hint, props.error)['aria-describedby'];
  return (
    <fieldset className={classNames('set', Boolean(props.error) && 'has-error')} aria-describedby={described}>
      <legend>{props.legend}</legend>
      <FieldNotes id={id} hint={props.hint} error={props.error} />
      {props.options.map((option, index) => {
        const own = index === 0 ? id : `${id}-${option.value}`;
        return (
          <div className="choice" key={option.value}>
            <input
              type="radio"
              name={props.name}
              required={props.required}
              defaultChecked={props.defaultValue === undefined ? undefined : option.value === props.defaultValue}
              {...props.inputProps}
              id={own}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.hint ? `${own}-what` : undefined}
            />
            <div className="choice-text">
              <label htmlFor={own}>{option.label}</label>
              {option.hint ? (
                <span className="hint" id={`${own}-what`}>
                  {option.hint}
                </span>
              ) : null}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
