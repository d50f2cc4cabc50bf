/** A list of five hundred people is some tens of kilobytes; no larger file is read. */
export const listFileBytes = 900 * 1024;
