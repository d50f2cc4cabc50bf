import { database } from '#db/client.ts';
import type { Ctx } from './ctx.ts';
import { loadKeyringSync } from './keyring.ts';
import { defaultLocale, type Locale } from './locales.ts';

/** The ctx of a visitor's request: no rights but the link they hold. */
export function visitorRequest(locale: Locale, options: { orderId?: string; requestId?: string } = {}): Ctx {
  return {
    db: database(),
    actor: { kind: 'visitor', ...(options.orderId ? { orderId: options.orderId } : {}) },
    locale,
    now: new Date(),
    ...(options.requestId ? { requestId: options.requestId } : {}),
  };
}

/** The ctx of a request that comes from a machine and proves itself otherwise (a signature): `job` names what it is for. */
export function systemRequest(job: string): Ctx {
  return { db: database(), actor: { kind: 'system', job }, locale: defaultLocale, now: new Date() };
}

let linkSecret: string | undefined;

/** The secret from which order links are made, read once per process. */
export function orderLinkSecret(): string {
  linkSecret ??= loadKeyringSync().linkSecret;
  return linkSecret;
}
