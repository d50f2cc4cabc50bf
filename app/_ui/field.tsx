import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What a control inside a field must carry; spread it first, then react-hook-form's `register(name)`. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
};

/** The ids that name and describe a control called `id`. */
export function fieldControl(id: string, hint: ReactNode, error: ReactNode): FieldControl {
  return {
    id,
    'aria-describedby': classNames(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`),
    'aria-invalid': error ? true : undefined,
  };
}

/** The hint and the error under a label or a legend. */
export function FieldNotes({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  return (
    <>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </>
  );
}

/**
 * Label, hint, error and their ids around one control: `<Field id="email" label={…}>{(control) => <input {...control} />}</Field>`.
 * The error summary links to `#id`.
 */
export function Field(props: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}) {
  return (
    <div className={classNames('field', Boolean(props.error) && 'has-error')}>
      <label htmlFor={props.id}>{props.label}</label>
      <FieldNotes id={props.id} hint={props.hint} error={props.error} />
      {props.children(fieldControl(props.id, props.hint, props.error))}
    </div>
  );
}
