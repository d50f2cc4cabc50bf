/** What the headers of an answer depend on. */
export type HeaderSettings = {
  /** The site is reached by https. */
  isSecure: boolean;
  /** Where a form may lead after a redirect besides ourselves: the payment pages, with a space between. */
  checkoutOrigin: string | undefined;
};

/**
 * The content security policy of one answer. Scripts run from our own files, or inline with this request's nonce; with null
 * nothing inline runs at all.
 */
export function contentSecurityPolicy(path: string, nonce: string | null, settings: HeaderSettings): string {
  const inline = nonce === null ? '' : ` 'nonce-${nonce}'`;
  // The code reader of the front desk is WebAssembly; nothing else is.
  const webAssembly = isUnder(path, '/desk') ? " 'wasm-unsafe-eval'" : '';
  const directives = [
    "default-src 'self'",
    `script-src 'self'${inline}${webAssembly}`,
    `style-src 'self'${inline}`,
    // Bars of charts and positions on the time rail are set by attribute.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${settings.checkoutOrigin ? ` ${settings.checkoutOrigin}` : ''}`,
    "frame-ancestors 'none'",
    ...(settings.isSecure ? ['upgrade-insecure-requests'] : []),
  ];
  return directives.join('; ');
}

/** The headers of one answer, besides those its handler sets. `path` is without query. */
export function securityHeaders(path: string, nonce: string, settings: HeaderSettings): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(path, nonce, settings),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // The address of an order or of a guide's pages is its key: no other site is told it. Not no-referrer, with which a browser would call the
    // origin of our own forms null.
    'referrer-policy': isOrderPath(path) || isUnder(path, '/guide') ? 'same-origin' : 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-permitted-cross-domain-policies': 'none',
    ...(settings.isSecure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}

/** True where an answer belongs to one person: no cache may keep it. */
export function isPrivatePath(path: string): boolean {
  return isOrderPath(path) || ['/staff', '/desk', '/guide', '/api'].some((prefix) => isUnder(path, prefix));
}

// What lies behind a secret link: an order, a place on a waiting list, a group's visit.
function isOrderPath(path: string): boolean {
  return /^\/[^/]+\/((order|waiting)(\/|$)|groups\/)/i.test(path);
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
