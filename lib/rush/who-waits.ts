/** Whether a request may be made to wait: the visitor's way up to the hold, and nothing else. */
export function mayWait(path: string): boolean {
  return path === '/' || /^\/(?:az|en|ru)(?:\/?$|\/visit(?:\/|$))/.test(path);
}

const crawler = /\b(?:googlebot|bingbot|yandex(?:bot|images)?|duckduckbot|applebot|baiduspider|slurp)\b/i;

/** A search engine by its own word; it may look at pages beside the line, slowly, and hold nothing. */
export function isCrawler(method: string | undefined, userAgent: string | undefined): boolean {
  return (method === 'GET' || method === 'HEAD') && crawler.test(userAgent ?? '');
}
