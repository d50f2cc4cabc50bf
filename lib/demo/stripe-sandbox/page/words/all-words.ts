import type { Locale } from '#lib/platform/locales.ts';
import { az } from './az.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';
import type { Words } from './words.ts';

export const allWords: Record<Locale, Words> = { az, en, ru };
