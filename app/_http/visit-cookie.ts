import { isLinkToken } from '#lib/platform/ids.ts';

/** Remembers the visitor's last order in this browser, so that closing it loses nothing. Strictly necessary: no consent asked. */
export const visitCookie = 'visit';

const keepSeconds = 3 * 3600;

export function setVisitCookie(linkToken: string, isSecure: boolean): string {
  return `${visitCookie}=${linkToken}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${keepSeconds}${isSecure ? '; Secure' : ''}`;
}

/** The order link that the browser remembers; null for anything else that stands there. */
export function readVisitCookie(value: string | undefined): string | null {
  return isLinkToken(value) ? value : null;
}
