/** What was typed and refused, for the page that shows it again: never in an address, where it would be kept. */
export const typedAddressCookie = 'asked';

const mostSigns = 300;
const keepSeconds = 60;

/** The header that keeps it for a minute, for the pages of this form alone; with nothing typed, the one that forgets it. */
export function keepTypedAddress(path: string, typed: string, isSecure: boolean): string {
  const value = encodeURIComponent([...typed].slice(0, mostSigns).join('').toWellFormed());
  return `${typedAddressCookie}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${typed ? keepSeconds : 0}${isSecure ? '; Secure' : ''}`;
}
