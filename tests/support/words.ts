import type { MessageRoom } from '#lib/platform/i18n/messages.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** The words a person reads, for finding things on a page as a person does. */
export const words = (locale: Locale, room: MessageRoom) => translator(locale, room);
