'use client';

import { useActionState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';

export type EvaluationState = { answers: string[]; words: string; isTold: boolean };

/** Five questions of five answers each, with scripts and without. */
export function EvaluationForm(props: {
  action: (before: EvaluationState, form: FormData) => Promise<EvaluationState>;
  words: {
    errorsTitle: string;
    questions: string[];
    marks: { value: string; label: string }[];
    missing: string;
    words: string;
    wordsHint: string;
    send: string;
  };
}) {
  const { words } = props;
  const [state, submit] = useActionState(props.action, { answers: [], words: '', isTold: false });
  const isMissing = (index: number) => state.isTold && !/^[1-5]$/.test(state.answers[index] ?? '');
  const errors = words.questions.flatMap((question, index) =>
    isMissing(index) ? [{ fieldId: `answer${index + 1}`, message: `${question} ${words.missing}` }] : [],
  );
  return (
    <form className="stack-wide" action={submit} noValidate key={JSON.stringify(state)}>
      <FocusedErrorSummary title={words.errorsTitle} errors={errors} />
      {words.questions.map((question, index) => (
        <Radios
          key={question}
          name={`answer${index + 1}`}
          legend={question}
          error={isMissing(index) ? words.missing : undefined}
          options={words.marks}
          defaultValue={state.answers[index]}
        />
      ))}
      <TextArea
        name="words"
        label={words.words}
        hint={words.wordsHint}
        rows={4}
        maxLength={2000}
        defaultValue={state.words}
      />
      <p className="form-end">
        <Button>{words.send}</Button>
      </p>
    </form>
  );
}
