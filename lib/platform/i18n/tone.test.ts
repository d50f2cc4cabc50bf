import { expect, it } from 'vitest';
import { locales } from '#lib/platform/locales.ts';
import { findUnsober } from '#tests/support/sober.ts';
import { loadMessages, type MessageRoom } from './messages.ts';

const rooms: MessageRoom[] = ['common', 'visit', 'order', 'cancellation', 'vouchers', 'mail', 'ticket', 'legal'];

const textsOf = (messages: unknown): string[] =>
  typeof messages === 'string' ? [messages] : Object.values(messages ?? {}).flatMap(textsOf);

it.each(locales.flatMap((locale) => rooms.map((room) => [locale, room] as const)))(
  'visitors read nothing in %s/%s that a shop would say',
  (locale, room) => expect(textsOf(loadMessages(locale, room)).flatMap(findUnsober)).toEqual([]),
);
