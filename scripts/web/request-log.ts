/** A path as it may be logged: without query, without the secret part of a link (an order's, a visit's, a guide's, a sign-in's), bounded. */
export function loggedPath(path: string): string {
  return path
    .replace(/\/order\/[^/]+/gi, '/order/…')
    .replace(/\/(waiting|groups|enter|guide)\/[^/]{20,}/gi, '/$1/…')
    .slice(0, 200);
}
