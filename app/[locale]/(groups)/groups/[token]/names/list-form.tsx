'use client';

import { useActionState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { Field } from '#app/_ui/field.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';

/** What came back of a list that was not taken: all that was typed or read, and what is to be put right. */
export type ListFormState = { text: string; errors: string[]; attempt: number };
export type ListFormWords = Record<'errorsTitle' | 'text' | 'textHint' | 'file' | 'fileHint' | 'send', string>;

/** The list: typed, pasted or a file. A plain form before its script has run; names stand in no address. */
export function ListForm(props: {
  action: (before: ListFormState, form: FormData) => Promise<ListFormState>;
  words: ListFormWords;
  isMain: boolean;
}) {
  const { words } = props;
  const [state, submit] = useActionState(props.action, { text: '', errors: [], attempt: 0 });
  return (
    <form action={submit} className="stack-wide">
      <FocusedErrorSummary
        title={words.errorsTitle}
        errors={state.errors.map((message) => ({ fieldId: 'list-text', message }))}
        attempt={state.attempt}
      />
      <TextArea
        key={state.attempt}
        id="list-text"
        name="text"
        rows={12}
        label={words.text}
        hint={words.textHint}
        error={state.errors[0]}
        defaultValue={state.text}
        autoComplete="off"
        spellCheck={false}
      />
      <Field id="list-file" label={words.file} hint={words.fileHint}>
        {(control) => (
          <input
            {...control}
            className="input"
            type="file"
            name="file"
            accept=".xlsx,.csv,.txt,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          />
        )}
      </Field>
      <p className="form-end">
        <Button look={props.isMain ? 'main' : 'quiet'}>{words.send}</Button>
      </p>
    </form>
  );
}
