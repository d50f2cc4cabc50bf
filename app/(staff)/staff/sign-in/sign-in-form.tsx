'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { createTranslator } from 'use-intl/core';
import { Button } from '#app/_ui/button.tsx';
import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { FocusedErrorSummary } from '#app/_ui/focused-error-summary.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { type SignInInput, signInInput } from '#lib/identity/input.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { postCredentials } from './post-credentials.ts';
import type { SignInError } from './sign-in-error.ts';

type Speak = (key: string, values?: Record<string, number>) => string;
type Words = { [key: string]: string | Words };

/** E-mail and password. `refused` is why an earlier post, made before this page had its scripts, was turned away. */
export function SignInForm(props: { locale: Locale; words: Words; next: string; refused: SignInError | null }) {
  const t = createTranslator({ locale: props.locale, messages: props.words }) as unknown as Speak;
  const form = useForm<SignInInput>({
    resolver: zodResolver(signInInput),
    defaultValues: { email: '', password: '' },
    shouldFocusError: false,
  });
  const { errors, isSubmitting, isSubmitSuccessful, submitCount } = form.formState;
  const [refused, setRefused] = useState(props.refused);
  const [isIn, setIsIn] = useState(false);

  const submit = form.handleSubmit(
    async (input) => {
      const refusal = await postCredentials(input);
      setRefused(refusal);
      if (refusal) return;
      setIsIn(true);
      window.location.assign(props.next);
    },
    () => setRefused(null),
  );

  const say = (code: string | undefined) => (code ? t(`errors.${code}`) : undefined);
  const links: ErrorLink[] = (['email', 'password'] as const).flatMap((fieldId) => {
    const message = say(errors[fieldId]?.message);
    return message ? [{ fieldId, message }] : [];
  });
  if (refused)
    links.push({ fieldId: 'email', message: t(`errors.${refused.code}`, { minutes: refused.minutes ?? 1 }) });
  const isBusy = isSubmitting || (isSubmitSuccessful && isIn);

  return (
    <form className="stack" method="post" action="/api/auth/callback/credentials" onSubmit={submit} noValidate>
      <FocusedErrorSummary title={t('errorsTitle')} errors={links} attempt={submitCount} />
      <TextInput
        {...form.register('email')}
        type="email"
        label={t('email')}
        error={say(errors.email?.message)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        {...form.register('password')}
        type="password"
        label={t('password')}
        error={say(errors.password?.message)}
        autoComplete="current-password"
      />
      <Button disabled={isBusy}>{isBusy ? t('submitting') : t('submit')}</Button>
    </form>
  );
}
