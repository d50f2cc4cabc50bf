'use client';

import { type ChangeEvent, useActionState, useState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { Field } from '#app/_ui/field.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';
import { listFileBytes } from '#lib/groups/list-file.ts';

/** What came back of a list that was not taken: all that was typed or read, and what is to be put right. */
export type ListFormState = { text: string; errors: string[]; attempt: number };
export type ListFormWords = Record<
  'errorsTitle' | 'text' | 'textHint' | 'file' | 'fileHint' | 'tooLarge' | 'send',
  string
>;

/** The list: typed, pasted or a file. A plain form before its script has run; names stand in no address. */
export function ListForm(props: {
  action: (before: ListFormState, form: FormData) => Promise<ListFormState>;
  words: ListFormWords;
  isMain: boolean;
}) {
  const { words } = props;
  const [state, submit] = useActionState(props.action, { text: '', errors: [], attempt: 0 });
  // A file that the server would not even read is said to be so before it is sent, and nothing typed is lost.
  const [fileError, setFileError] = useState<string>();
  const onFile = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const isTooLarge = (target.files?.[0]?.size ?? 0) > listFileBytes;
    if (isTooLarge) target.value = '';
    setFileError(isTooLarge ? words.tooLarge : undefined);
  };
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
      <Field id="list-file" label={words.file} hint={words.fileHint} error={fileError}>
        {(control) => (
          <input
            {...control}
            className="input"
            type="file"
            name="file"
            onChange={onFile}
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
