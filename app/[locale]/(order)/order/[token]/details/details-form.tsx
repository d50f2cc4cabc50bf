'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { startTransition, useActionState, useRef } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { TextArea, TextInput } from '#app/_ui/text-input.tsx';
import {
  type DetailsInput,
  type DetailsForm as DetailsValues,
  detailsInput,
  detailsInputWithAdvisory,
} from '#lib/booking/input.ts';
import type { DetailsField, DetailsState } from './details-state.ts';
import type { DetailsWords } from './details-words.ts';

const fields: DetailsField[] = [
  'email',
  'contactName',
  'phone',
  'accessNeeds',
  'hasAcknowledgedAdvisory',
  'hasAcceptedTerms',
];

/**
 * The details form. The same schema judges here and on the server; what the server says comes back to the same fields. Before its
 * script has loaded it is a plain form that posts to the same action.
 */
export function DetailsForm(props: {
  action: (before: DetailsState, form: FormData) => Promise<DetailsState>;
  words: DetailsWords;
  links: { terms: string; privacy: string };
  initial: DetailsState;
}) {
  const { words } = props;
  const [state, submit, isPending] = useActionState(props.action, props.initial);
  const form = useRef<HTMLFormElement>(null);
  const { register, handleSubmit, formState } = useForm<DetailsValues, unknown, DetailsInput>({
    resolver: zodResolver<DetailsValues, unknown, DetailsInput>(
      words.advisoryText ? detailsInputWithAdvisory : detailsInput,
    ),
    defaultValues: state.values as Partial<DetailsValues>,
    mode: 'onSubmit',
    // Messages stay until the form is sent again: one that went away on blur would move the button from under the finger.
    reValidateMode: 'onSubmit',
    shouldFocusError: false,
  });
  const codeOf = (field: DetailsField) =>
    formState.errors[field]?.message ?? (formState.isSubmitting ? undefined : state.errors[field]);
  const errorOf = (field: DetailsField) => {
    const code = codeOf(field);
    return code ? (words.errors[code] ?? code) : undefined;
  };
  const errors: ErrorLink[] = fields.flatMap((field) => {
    const message = errorOf(field);
    return message ? [{ fieldId: field, message }] : [];
  });
  if (state.refusal) errors.push({ fieldId: 'email', message: words.errors[state.refusal.code] ?? state.refusal.code });
  // The server still has the last word: a valid form is sent as it stands.
  const send = handleSubmit(() => {
    const element = form.current;
    if (element) startTransition(() => submit(new FormData(element)));
  });
  return (
    <form ref={form} action={submit} onSubmit={send} noValidate>
      <FocusedErrorSummary title={words.errorsTitle} errors={errors} attempt={formState.submitCount} />
      <TextInput
        {...register('email')}
        type="email"
        autoComplete="email"
        spellCheck={false}
        autoCapitalize="none"
        label={words.email}
        hint={words.emailHint}
        error={errorOf('email')}
        defaultValue={state.values.email}
      />
      <TextInput
        {...register('contactName')}
        autoComplete="name"
        label={words.name}
        hint={words.nameHint}
        error={errorOf('contactName')}
        defaultValue={state.values.contactName}
      />
      <TextInput
        {...register('phone')}
        type="tel"
        autoComplete="tel"
        label={words.phone}
        hint={words.phoneHint}
        error={errorOf('phone')}
        defaultValue={state.values.phone}
      />
      <TextArea
        {...register('accessNeeds')}
        rows={3}
        label={words.needs}
        hint={words.needsHint}
        error={errorOf('accessNeeds')}
        defaultValue={state.values.accessNeeds}
      />
      {words.advisoryText ? (
        <>
          <Notice kind="warn" title={words.advisoryTitle}>
            {words.advisoryText}
          </Notice>
          <Checkbox
            {...register('hasAcknowledgedAdvisory')}
            label={words.advisory}
            error={errorOf('hasAcknowledgedAdvisory')}
            defaultChecked={state.values.hasAcknowledgedAdvisory}
          />
        </>
      ) : null}
      <Checkbox
        {...register('hasAcceptedTerms')}
        label={words.terms}
        hint={
          <>
            <a href={props.links.terms} target="_blank" rel="noopener">
              {words.termsLink}
            </a>
            {' · '}
            <a href={props.links.privacy} target="_blank" rel="noopener">
              {words.privacyLink}
            </a>
          </>
        }
        error={errorOf('hasAcceptedTerms')}
        defaultChecked={state.values.hasAcceptedTerms}
      />
      <div className="form-end stack">
        <Button
          aria-disabled={isPending || undefined}
          onClick={isPending ? (event) => event.preventDefault() : undefined}
        >
          {isPending ? words.sending : words.pay}
        </Button>
        {words.payHint ? <p className="soft small">{words.payHint}</p> : null}
      </div>
    </form>
  );
}
