/** Why signing in was refused, as the form says it: a key of `signIn.errors` and its values. */
export type SignInError = {
  code: 'wrong_credentials' | 'too_many_attempts' | 'unavailable' | 'no_answer';
  minutes?: number;
};

/** Reads the error that next-auth puts into an address. Null when there is none. */
export function readSignInError(error: string | null | undefined): SignInError | null {
  if (!error) return null;
  if (error === 'CredentialsSignin') return { code: 'wrong_credentials' };
  const seconds = /^too_many_attempts\.(\d{1,5})$/.exec(error)?.[1];
  if (seconds) return { code: 'too_many_attempts', minutes: Math.max(1, Math.ceil(Number(seconds) / 60)) };
  return { code: 'unavailable' };
}
