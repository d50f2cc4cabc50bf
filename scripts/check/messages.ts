import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '#lib/platform/locales.ts';
import { compareMessages, type Words } from './compare-messages.ts';

const folder = 'lib/platform/i18n/messages';
const roomsOf = (locale: string) => readdirSync(join(folder, locale)).map((name) => name.replace(/\.json$/, ''));
const rooms = [...new Set(locales.flatMap(roomsOf))].sort();
const problems = rooms.flatMap((room) => {
  const words: Record<string, Words> = {};
  for (const locale of locales) {
    try {
      words[locale] = JSON.parse(readFileSync(join(folder, locale, `${room}.json`), 'utf8')) as Words;
    } catch (error) {
      return [`${locale}/${room}.json cannot be read: ${error instanceof Error ? error.message : error}`];
    }
  }
  return compareMessages(room, words);
});
for (const problem of problems) console.error(problem);
console.log(`${rooms.length} rooms in ${locales.length} languages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
