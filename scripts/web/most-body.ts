/** The largest body that any route takes; routes set narrower limits of their own. */
export const mostBodyBytes = 2 * 1024 * 1024;

// Past what a letter may weigh: whoever sends a larger one is told so in words, by the page, and not cut off.
const mostUploadBytes = 48 * 1024 * 1024;

/** Where a school hands in its letter. The route reads the form itself, with a limit of its own, and keeps nothing past it. */
export const isUpload = (path: string): boolean => /^\/(az|en|ru)\/groups\/[\w-]{32}\/letter$/.test(path);

/** The largest body that a path takes. */
export const mostBodyOf = (path: string): number => (isUpload(path) ? mostUploadBytes : mostBodyBytes);
