/** An address of our own origin stays; anything else becomes the origin itself. Both absolute. */
export function ownUrl(url: string, baseUrl: string): string {
  const base = new URL(baseUrl);
  const target = URL.parse(url, base);
  return target?.origin === base.origin ? target.href : base.origin;
}

const rooms = ['/staff', '/desk', '/guide'];

/** Where to go after signing in: a path inside the rooms of the staff, else the staff's first page. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 500) return '/staff';
  const target = URL.parse(wanted, 'http://museum.invalid');
  if (!wanted.startsWith('/') || target?.origin !== 'http://museum.invalid') return '/staff';
  const isInside = rooms.some((room) => target.pathname === room || target.pathname.startsWith(`${room}/`));
  return isInside && target.pathname !== '/staff/sign-in' ? `${target.pathname}${target.search}` : '/staff';
}
