import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { FieldNotes, fieldControl } from './field.tsx';

/** One statement to agree to or not. */
export function Checkbox({
  label,
  hint,
  error,
  id,
  ...rest
}: { name: string; label: ReactNode; hint?: ReactNode; error?: ReactNode } & ComponentProps<'input'>) {
  const own = id ?? rest.name;
  return (
    <div className={classNames('field', Boolean(error) && 'has-error')}>
      <FieldNotes id={own} error={error} />
      <div className="choice">
        <input type="checkbox" {...rest} {...fieldControl(own, hint, error)} />
        <div className="choice-text">
          <label htmlFor={own}>{label}</label>
          {hint ? (
            <span className="hint" id={`${own}-hint`}>
              {hint}
            </span>
          ) : null}
        </div>
      </div>
    </div>
  );
}
