'use client';

import { type FormEvent, startTransition, useActionState, useState } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { EmailInput, TextArea, TextInput } from '#app/_ui/text-input.tsx';
import type { DetailsNeeded } from '#lib/booking/input.ts';
import type { DetailsField, DetailsState } from './details-state.ts';
import type { DetailsWords } from './details-words.ts';

const fieldsBefore: DetailsField[] = ['email', 'contactName', 'phone'];
const fieldsAfter: DetailsField[] = ['accessNeeds', 'hasAcknowledgedAdvisory', 'hasAcceptedTerms'];

type Judgement = Pick<DetailsState, 'errors' | 'refusal'>;
const nothingWrong: Judgement = { errors: {}, refusal: null };

const fetchJudge = () => import('./judge-details.ts');

/**
 * The details form. The same schema judges here and on the server; what the server says comes back to the same fields. Before its
 * script has loaded it is a plain form that posts to the same action.
 */
export function DetailsForm(props: {
  action: (before: DetailsState, form: FormData) => Promise<DetailsState>;
  words: DetailsWords;
  needed: DetailsNeeded;
  links: { terms: string; privacy: string; alternative: string };
  initial: DetailsState;
}) {
  const { words } = props;
  const [state, submit, isPending] = useActionState(props.action, props.initial);
  // What is wrong by this page's own judgement; null where the server has spoken last. Messages stay until the form is sent again: one
  // that went away on blur would move the button from under the finger.
  const [judged, setJudged] = useState<Judgement | null>(null);
  const found: Judgement = judged ?? (isPending ? nothingWrong : state);
  const errorOf = (field: DetailsField) => {
    const code = found.errors[field];
    return code ? (words.errors[code] ?? code) : undefined;
  };
  const names = words.visitors.map((_, index): DetailsField => `visitorNames.${index}`);
  const errors: ErrorLink[] = [...fieldsBefore, ...names, ...fieldsAfter].flatMap((field) => {
    const message = errorOf(field);
    const person = words.visitors[names.indexOf(field)];
    return message ? [{ fieldId: field, message: person ? `${person}. ${message}` : message }] : [];
  });
  const { refusal } = found;
  if (refusal) errors.push({ fieldId: 'email', message: words.errors[refusal.code] ?? refusal.code });
  const check = async (form: HTMLFormElement) => {
    // Where the judge cannot be fetched the form is sent as it stands: the server judges by the same schema, and has the last word.
    const judge = await fetchJudge().catch(() => null);
    const wrong = (await judge?.judgeDetails(props.needed, form)) ?? {};
    if (Object.keys(wrong).length) return setJudged({ ...nothingWrong, errors: wrong });
    setJudged(null);
    startTransition(() => submit(new FormData(form)));
  };
  // The button for the other route is a plain post of its own, with whatever has been typed.
  const send = (event: FormEvent<HTMLFormElement>) => {
    if ((event.nativeEvent as SubmitEvent).submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    void check(event.currentTarget);
  };
  return (
    <form action={submit} onSubmit={send} onFocus={() => void fetchJudge().catch(() => undefined)} noValidate>
      <FocusedErrorSummary title={words.errorsTitle} errors={errors} attempt={found} />
      <EmailInput
        name="email"
        label={words.email}
        hint={words.emailHint}
        error={errorOf('email')}
        defaultValue={state.values.email}
      />
      <TextInput
        name="contactName"
        autoComplete="name"
        label={words.name}
        hint={words.nameHint}
        error={errorOf('contactName')}
        defaultValue={state.values.contactName}
      />
      <TextInput
        name="phone"
        type="tel"
        autoComplete="tel"
        label={words.phone}
        hint={words.phoneHint}
        error={errorOf('phone')}
        defaultValue={state.values.phone}
      />
      {words.visitors.length ? (
        <fieldset className="set">
          <legend>{words.visitorsTitle}</legend>
          <p className="hint">{words.visitorsHint}</p>
          {words.visitors.map((label, index) => (
            <TextInput
              key={label}
              name={`visitorNames.${index}`}
              autoComplete="off"
              label={label}
              error={errorOf(`visitorNames.${index}`)}
              defaultValue={state.values.visitorNames[index]}
            />
          ))}
        </fieldset>
      ) : null}
      <TextArea
        name="accessNeeds"
        rows={3}
        label={words.needs}
        hint={words.needsHint}
        error={errorOf('accessNeeds')}
        defaultValue={state.values.accessNeeds}
      />
      {words.advisoryText ? (
        <>
          <Notice kind="warn" title={words.advisoryTitle}>
            <p>{words.advisoryText}</p>
            {words.advisoryRooms.length ? (
              <details>
                <summary>{words.advisoryRoomsTitle}</summary>
                <ul className="listed">
                  {words.advisoryRooms.map((room) => (
                    <li key={room}>{room}</li>
                  ))}
                </ul>
              </details>
            ) : null}
          </Notice>
          <Checkbox
            name="hasAcknowledgedAdvisory"
            label={words.advisory}
            error={errorOf('hasAcknowledgedAdvisory')}
            defaultChecked={state.values.hasAcknowledgedAdvisory}
          />
        </>
      ) : null}
      <Checkbox
        name="hasAcceptedTerms"
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
      {/* After the main button: Enter in a field must press that one. */}
      {words.alternative ? (
        <Notice>
          <p>{words.alternative.text}</p>
          <p>
            <Button
              look="quiet"
              formAction={props.links.alternative}
              formMethod="post"
              formEncType="application/x-www-form-urlencoded"
              formNoValidate
            >
              {words.alternative.action}
            </Button>
          </p>
        </Notice>
      ) : null}
    </form>
  );
}
