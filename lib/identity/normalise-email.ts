/**
 * An e-mail address as accounts are found by it: compatibility forms resolved, blanks around it gone, lower case. Null when it
 * cannot be an address: no single @, blanks or control characters inside, or longer than 254 characters (RFC 5321).
 */
export function normaliseEmail(typed: string): string | null {
  if (typed.length > 1000) return null;
  const email = typed.normalize('NFKC').trim().toLowerCase();
  return email.length <= 254 && /^[^\s@\p{Cc}\p{Cf}]+@[^\s@\p{Cc}\p{Cf}]+$/u.test(email) ? email : null;
}
