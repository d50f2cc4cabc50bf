'use client';

import { useActionState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { ListField } from '#lib/groups/values.ts';

type Fields = 'name' | 'role' | 'birthYear' | 'document';
export type ReplaceState = Record<Fields, string> & { errors: Partial<Record<Fields, string>>; attempt: number };

/** One person for the list. A plain form before its script has run; the name stands in no address. */
export function ReplaceForm(props: {
  action: (before: ReplaceState, form: FormData) => Promise<ReplaceState>;
  fields: readonly ListField[];
  roles: readonly { value: string; label: string }[];
  initial: ReplaceState;
  words: Record<Fields | 'errorsTitle' | 'save', string>;
}) {
  const { words, fields } = props;
  const [state, submit] = useActionState(props.action, props.initial);
  const errors = Object.entries(state.errors).map(([fieldId, message]) => ({ fieldId, message }));
  return (
    <form action={submit} className="stack-wide" key={state.attempt} noValidate>
      <FocusedErrorSummary title={words.errorsTitle} errors={errors} attempt={state.attempt} />
      <TextInput
        name="name"
        autoComplete="off"
        label={words.name}
        error={state.errors.name}
        defaultValue={state.name}
        maxLength={200}
      />
      {fields.includes('birth_year') ? (
        <TextInput
          name="birthYear"
          inputMode="numeric"
          autoComplete="off"
          label={words.birthYear}
          error={state.errors.birthYear}
          defaultValue={state.birthYear}
          maxLength={10}
        />
      ) : null}
      {fields.includes('document') ? (
        <TextInput
          name="document"
          autoComplete="off"
          label={words.document}
          error={state.errors.document}
          defaultValue={state.document}
          maxLength={40}
        />
      ) : null}
      <Select name="role" label={words.role} options={props.roles} defaultValue={state.role} />
      <p className="form-end">
        <Button>{words.save}</Button>
      </p>
    </form>
  );
}
