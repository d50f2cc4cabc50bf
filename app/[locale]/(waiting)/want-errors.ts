import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatDate, isIsoDate } from '#lib/platform/time.ts';
import { inputFaults } from '#lib/waiting/input.ts';
import { fieldOfFault } from './typed-want.ts';

const otherRefusals: Record<string, string> = {
  party_too_large: 'people',
  too_many_days: 'date1',
  no_such_time: 'date1',
  not_open_yet: 'date1',
  places_free: 'date1',
  list_full: 'date1',
  already_waiting: 'date1',
  too_many_entries: 'email',
  too_many_holds: 'people',
  has_offer: 'people',
  no_longer_waiting: 'people',
};

/** A refusal of a verb as it stands in the address: the code, and the facts of its sentence. */
export function refusalQuery(refusal: { code: string }): Record<string, string | undefined> {
  const { code, ...facts } = refusal as { code: string } & Record<string, unknown>;
  const said = (name: string) => (facts[name] === undefined ? undefined : String(facts[name]));
  return {
    refused: code,
    limit: said('limit'),
    on: said('date'),
    at: said('startTime'),
    places: said('places'),
    minutes: said('minutes'),
  };
}

/** What an address says was refused; nothing of it is believed, only shown as numbers, dates and times. */
export function wantErrors(locale: Locale, query: Record<string, string | string[] | undefined>): ErrorLink[] {
  const { refused } = query;
  if (typeof refused !== 'string') return [];
  const fault = inputFaults.find((one) => one === refused);
  const fieldId = fault
    ? fieldOfFault[fault]
    : Object.hasOwn(otherRefusals, refused)
      ? otherRefusals[refused]
      : undefined;
  if (!fieldId) return [];
  const number = (name: string) => {
    const value = query[name];
    return typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : 1;
  };
  const time = typeof query.at === 'string' && /^\d{2}:\d{2}$/.test(query.at) ? query.at : '—';
  const facts = {
    limit: number('limit'),
    places: number('places'),
    minutes: number('minutes'),
    date: isIsoDate(query.on) ? formatDate(query.on) : '—',
    time,
  };
  return [{ fieldId, message: translator(locale, 'waiting')(`faults.${refused}`, facts) }];
}
