'use client';

import { useActionState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import type { FieldGroup, FieldSpec, NewVisitState } from './new-visit-state.ts';

/** The request of a school at the telephone, in one screen. A plain form until its script has come; nothing typed is lost. */
export function NewVisitForm(props: {
  action: (before: NewVisitState, form: FormData) => Promise<NewVisitState>;
  initial: NewVisitState;
  groups: FieldGroup[];
  schools: string[];
  requestKey: string;
  words: { errorsTitle: string; submit: string };
}) {
  const [state, submit, isPending] = useActionState(props.action, props.initial);
  const order = props.groups.flatMap(({ fields }) => fields.map(({ name }) => name));
  const errors = order.flatMap((name) => (state.errors[name] ? [{ fieldId: name, message: state.errors[name] }] : []));
  return (
    <form action={submit} className="stack-wide" noValidate>
      {errors.length > 0 ? <FocusedErrorSummary title={props.words.errorsTitle} errors={errors} /> : null}
      <input type="hidden" name="requestKey" value={props.requestKey} />
      <datalist id="schools">
        {props.schools.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {props.groups.map(({ legend, fields }) => (
        <fieldset className="set" key={legend}>
          <legend>{legend}</legend>
          <div className="field-grid">
            {fields.map((field) => (
              <OneField key={`${field.name} ${state.values[field.name]}`} field={field} state={state} />
            ))}
          </div>
        </fieldset>
      ))}
      <div>
        <Button aria-disabled={isPending || undefined}>{props.words.submit}</Button>
      </div>
    </form>
  );
}

function OneField({ field, state }: { field: FieldSpec; state: NewVisitState }) {
  const { name, label, hint } = field;
  const shared = { name, label, hint, error: state.errors[name] };
  const value = state.values[name];
  if (field.kind === 'check') return <Checkbox {...shared} defaultChecked={value === 'on'} />;
  if (field.kind === 'select') return <Select {...shared} options={field.options ?? []} defaultValue={value ?? ''} />;
  if (field.kind === 'area') return <TextArea {...shared} rows={2} maxLength={field.most} defaultValue={value ?? ''} />;
  return (
    <TextInput
      {...shared}
      type={field.kind === 'number' ? 'text' : field.kind}
      inputMode={field.kind === 'number' ? 'numeric' : undefined}
      maxLength={field.kind === 'date' || field.kind === 'time' ? undefined : field.kind === 'number' ? 5 : field.most}
      list={name === 'institutionName' ? 'schools' : undefined}
      autoComplete="off"
      required={field.required}
      defaultValue={value ?? ''}
    />
  );
}
