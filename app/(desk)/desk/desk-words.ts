'use client';

import { createContext, useContext } from 'react';
import { createTranslator } from 'use-intl/core';
import type { Messages } from '#lib/platform/i18n/messages.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** What the desk says, in the language of who works there, and the museum's wall time of an instant. */
export type DeskWords = {
  t: (key: string, values?: Record<string, string | number>) => string;
  locale: Locale;
  /** "10:30" */
  time: (ms: number) => string;
  /** "12.12.2026" */
  date: (ms: number) => string;
};

/** Makes the words of a screen. `zone` is the museum's: its time is shown whatever the device believes. */
export function deskWords(locale: Locale, messages: Messages, zone: string): DeskWords {
  const translate = createTranslator({ locale, messages: messages as Record<string, string> });
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  const day = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone });
  return {
    t: (key, values) => (translate as (key: string, values?: Record<string, string | number>) => string)(key, values),
    locale,
    time: (ms) => clock.format(ms),
    date: (ms) => isoToDate(day.format(ms)),
  };
}

/** dd.mm.yyyy of an ISO date. */
export function isoToDate(date: string): string {
  return date.split('-').reverse().join('.');
}

const WordsContext = createContext<DeskWords | null>(null);
export const WordsProvider = WordsContext.Provider;

export function useWords(): DeskWords {
  const words = useContext(WordsContext);
  if (!words) throw new Error('no words around this part of the desk');
  return words;
}
