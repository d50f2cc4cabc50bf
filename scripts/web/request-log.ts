/** A path as it may be logged: without query, without the secret part of an order's address, bounded. */
export function loggedPath(path: string): string {
  return path.replace(/\/order\/[^/]+/gi, '/order/…').slice(0, 200);
}
