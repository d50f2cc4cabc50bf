'use client';

import { useActionState, useId } from 'react';
import { Button } from '#app/_ui/button.tsx';
import { Checkbox } from '#app/_ui/checkbox.tsx';
import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { Select } from '#app/_ui/select.tsx';
import { EmailInput, TextArea, TextInput } from '#app/_ui/text-input.tsx';
import type { ContactField, ContactState } from './contact-state.ts';
import type { ContactWords } from './contact-words.ts';

/**
 * The last step of a request as one form that posts to an action, with scripts and without. Looking for an institution is a button of
 * the same form: nothing typed is lost on the way.
 */
export function WhoForm(props: {
  action: (before: ContactState, form: FormData) => Promise<ContactState>;
  words: ContactWords;
  known: readonly string[];
  links: { terms: string; privacy: string; prepare: string };
  initial: ContactState;
}) {
  const { words, links } = props;
  const [state, submit, isPending] = useActionState(props.action, props.initial);
  const listId = useId();
  const { values, suggestions } = state;
  const errorOf = (field: ContactField) => {
    const code = state.errors[field];
    return code ? (words.errors[code] ?? words.errors.malformed) : undefined;
  };
  const errors: ErrorLink[] = (Object.keys(state.errors) as ContactField[]).flatMap((fieldId) => {
    const message = errorOf(fieldId);
    return message ? [{ fieldId, message }] : [];
  });
  if (state.refusal) errors.push({ fieldId: 'institutionName', message: words.errors[state.refusal] ?? '' });
  const text = (name: ContactField) => ({
    name,
    label: words[name as keyof ContactWords] as string,
    error: errorOf(name),
    defaultValue: values[name],
  });
  return (
    // A form that has been answered is shown anew, with what the answer carries.
    <form action={submit} noValidate key={JSON.stringify(state)}>
      {/* What Enter presses: the first button of a form, which must not be the one that looks for an institution. */}
      <button type="submit" hidden />
      <FocusedErrorSummary title={words.errorsTitle} errors={errors} />
      <fieldset className="set">
        <legend>{words.institution}</legend>
        <TextInput {...text('institutionName')} hint={words.institutionNameHint} maxLength={200} list={listId} />
        <datalist id={listId}>
          {props.known.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <p className="actions">
          <Button look="quiet" name="find" value="1" formNoValidate>
            {words.find}
          </Button>
        </p>
        {suggestions?.length ? (
          <Radios
            name="institutionId"
            legend={words.found}
            defaultValue={values.institutionId || (suggestions[0]?.id ?? '')}
            options={[
              ...suggestions.map(({ id, name, district }) => ({ value: id, label: name, hint: district })),
              { value: '', label: words.noneOfThese },
            ]}
          />
        ) : null}
        {suggestions?.length === 0 ? <p role="status">{words.foundNone}</p> : null}
        <Select
          name="institutionKind"
          label={words.institutionKind}
          options={words.kinds}
          defaultValue={values.institutionKind}
        />
        <TextInput {...text('district')} maxLength={120} />
      </fieldset>
      <fieldset className="set">
        <legend>{words.booker}</legend>
        <TextInput {...text('bookerName')} autoComplete="name" />
        <EmailInput {...text('email')} hint={words.emailHint} />
        <TextInput {...text('phone')} hint={words.phoneHint} type="tel" autoComplete="tel" />
      </fieldset>
      <fieldset className="set" aria-describedby="leader-hint">
        <legend>{words.leader}</legend>
        <p className="hint" id="leader-hint">
          {words.leaderHint}
        </p>
        <TextInput {...text('leaderName')} autoComplete="off" />
        <TextInput {...text('leaderPhone')} type="tel" autoComplete="off" />
      </fieldset>
      <fieldset className="set">
        <legend>{words.more}</legend>
        <TextArea {...text('accessNeeds')} hint={words.accessNeedsHint} rows={3} />
        <TextInput {...text('bus')} hint={words.busHint} maxLength={60} />
        <TextInput {...text('theme')} maxLength={500} />
        <TextArea {...text('note')} rows={3} />
      </fieldset>
      <Radios
        name="payWay"
        legend={words.payWay}
        error={errorOf('payWay')}
        defaultValue={values.payWay}
        options={words.ways}
      />
      <fieldset className="set" aria-describedby="payer-hint">
        <legend>{words.payer}</legend>
        <p className="hint" id="payer-hint">
          {words.payerHint}
        </p>
        <TextInput {...text('payerName')} />
        <TextInput {...text('payerTaxNumber')} inputMode="numeric" />
        <TextInput {...text('payerAddress')} />
      </fieldset>
      {words.isListNeeded ? <p className="after">{words.listNeeded}</p> : null}
      <p className="after">{words.letter}</p>
      <Checkbox
        name="acceptsRules"
        label={words.rules}
        hint={
          <>
            <a href={links.terms} target="_blank" rel="noopener">
              {words.rulesLink}
            </a>
            {' · '}
            <a href={links.privacy} target="_blank" rel="noopener">
              {words.privacyLink}
            </a>
            {' · '}
            <a href={links.prepare} target="_blank" rel="noopener">
              {words.prepareLink}
            </a>
          </>
        }
        error={errorOf('acceptsRules')}
        defaultChecked={values.acceptsRules === 'on'}
      />
      <div className="form-end stack">
        <Button
          aria-disabled={isPending || undefined}
          onClick={isPending ? (event) => event.preventDefault() : undefined}
        >
          {isPending ? words.sending : words.send}
        </Button>
        <p className="soft small">{words.after}</p>
      </div>
    </form>
  );
}
