import { browserCookie, readBrowserMark } from '#lib/identity/browser-mark.ts';
import type { VisitorClient } from '#lib/identity/limit-visitors.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { clientOf } from './read-form.ts';

/** Who a visitor's request comes from, as far as limits go: its network address, and its browser by the mark we gave it. */
export function visitorClientOf(request: { headers: { get(name: string): string | null } }): Required<VisitorClient> {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((part) => part.trim().split('=', 2));
  const mark = cookies.find(([name]) => name === browserCookie)?.[1];
  return { address: clientOf(request), browser: readBrowserMark(orderLinkSecret(), mark) };
}

/** The one that a challenge is made for: the browser, or the address of those that keep no mark. */
export const challengedOf = (client: VisitorClient): string => client.browser ?? client.address;
