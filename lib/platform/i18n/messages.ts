import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locale } from '#lib/platform/locales.ts';

/** The rooms that have words: one file each and per language, `messages/<locale>/<room>.json`. */
export const messageRooms = [
  'common',
  'visit',
  'order',
  'legal',
  'mail',
  'ticket',
  'staff',
  'desk',
  'refunds',
  'capacity',
  'rush',
  'vouchers',
  'cancellation',
  'counter',
  'waiting',
  'change',
  'groups',
  'guides',
  'lists',
  'accounts',
  'board',
  'request',
] as const;
export type MessageRoom = (typeof messageRooms)[number];

export type Messages = { [key: string]: string | Messages };

const folder = path.join(process.cwd(), 'lib/platform/i18n/messages');
const cache = new Map<string, Messages>();

/** Reads a room's words once per process. Server side only: a client component is given the words it needs. */
export function loadMessages(locale: Locale, room: MessageRoom): Messages {
  const name = `${locale}/${room}`;
  let messages = cache.get(name);
  if (!messages) {
    messages = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Messages;
    cache.set(name, messages);
  }
  return messages;
}
