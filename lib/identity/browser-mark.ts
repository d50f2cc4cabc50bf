import { createHmac, timingSafeEqual } from 'node:crypto';

/** Tells one browser from another, for limits only: a cookie of ours, strictly necessary, for a day. */
export const browserCookie = 'browser';
export const browserCookieSeconds = 24 * 3600;

/** The mark as the cookie carries it. Nobody else can make one. */
export function writeBrowserMark(secret: string, id: string): string {
  return `${id}.${seal(secret, id)}`;
}

/** The id in a mark that we wrote; null for anything else. */
export function readBrowserMark(secret: string, text: string | undefined): string | null {
  const [, id = '', mark = ''] = /^([0-9a-f]{24})\.([\w-]{27})$/.exec(text ?? '') ?? [];
  if (!id || !timingSafeEqual(Buffer.from(mark), Buffer.from(seal(secret, id)))) return null;
  return id;
}

function seal(secret: string, id: string): string {
  return createHmac('sha256', secret).update(`browser ${id}`).digest('base64url').slice(0, 27);
}
