import type { ErrorLink } from '#app/_ui/error-summary.tsx';
import type { PartyFault, WishFault } from '#lib/groups/check-party.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { formatDate, isIsoDate } from '#lib/platform/time.ts';

type Refusal = {
  code: string;
  faults?: Record<string, string>;
  party?: PartyFault;
  wishes?: (WishFault | null)[];
  minutes?: number;
  days?: number;
  most?: number;
};

const fieldOfFault: Record<string, string> = {
  wishes: 'date1',
  tourLanguage: 'tourLanguage',
  pupils: 'pupils',
  teachers: 'teachers',
  parents: 'parents',
  aides: 'aides',
  ageFrom: 'ageFrom',
  ageUntil: 'ageUntil',
  grades: 'grades',
};

const codes = [
  'number_missing',
  'number_too_large',
  'age_missing',
  'ages_order',
  'language_missing',
  'date_missing',
  'time_missing',
  'too_long',
  'malformed',
  'party_below',
  'party_too_large',
  'too_few_adults',
  'more_adults_than_pupils',
  'past',
  'too_soon',
  'too_far',
  'closed',
  'school_break',
  'too_many_holds',
  'too_late',
  'wrong_state',
  'busy',
  'final',
  'frozen',
  'needs_new_plan',
  'no_room',
  'time_taken',
  'guide_not_free',
  'not_on_sale',
  'too_large',
  'already_here',
  'no_prices',
];

/**
 * A refusal as it stands in the address: `wrong` lists fields with their codes, the other words are the facts of its sentences. `rows`
 * are the rows of the form in which the wishes stood.
 */
export function refusalQuery(refusal: Refusal, rows: readonly number[]): Record<string, string | undefined> {
  const { code, faults, party, wishes } = refusal;
  if (faults) {
    const wrong = Object.entries(faults).map(([path, fault]) => {
      const wish = /^wishes\.(\d)\.(visitDate|startTime)$/.exec(path);
      const field = wish
        ? `${wish[2] === 'visitDate' ? 'date' : 'time'}${rows[Number(wish[1])] ?? 1}`
        : fieldOfFault[path];
      return `${field ?? 'pupils'}.${fault}`;
    });
    return { wrong: wrong.join(' ') };
  }
  if (party) {
    const facts = party as { needed?: number; pupilsPerAdult?: number; minimum?: number; maximum?: number };
    const field = party.code === 'too_few_adults' || party.code === 'more_adults_than_pupils' ? 'teachers' : 'pupils';
    return {
      // Not in the words of the schema's library: an address shows nothing of our inside.
      wrong: `${field}.${party.code === 'party_too_small' ? 'party_below' : party.code}`,
      needed: said(facts.needed),
      per: said(facts.pupilsPerAdult),
      limit: said(facts.minimum ?? facts.maximum),
    };
  }
  if (wishes) {
    const faulty = wishes.flatMap((fault, index) => (fault ? [{ fault, row: rows[index] ?? 1 }] : []));
    const on = faulty.flatMap(({ fault }) =>
      fault.code === 'too_soon' ? [fault.firstDate] : fault.code === 'too_far' ? [fault.lastDate] : [],
    )[0];
    return { wrong: faulty.map(({ fault, row }) => `date${row}.${fault.code}`).join(' '), on };
  }
  return {
    wrong: `pupils.${code}`,
    minutes: said(refusal.minutes),
    days: said(refusal.days),
    limit: said(refusal.most),
  };
}

const said = (value: number | undefined) => (value === undefined ? undefined : String(value));

/** What an address says was refused; nothing of it is believed, only shown as numbers and dates. */
export function partyErrors(locale: Locale, query: Record<string, string | string[] | undefined>): ErrorLink[] {
  if (typeof query.wrong !== 'string') return [];
  const number = (name: string) => {
    const value = query[name];
    return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : 0;
  };
  const t = translator(locale, 'request');
  const facts = {
    needed: number('needed'),
    per: number('per'),
    limit: number('limit'),
    minutes: number('minutes'),
    days: number('days'),
    pupils: number('pupils'),
    adults: number('teachers') + number('parents'),
    date: isIsoDate(query.on) ? formatDate(query.on) : '',
  };
  return query.wrong
    .slice(0, 400)
    .split(' ')
    .flatMap((one) => {
      const [, fieldId = '', code = ''] = /^([A-Za-z]{3,12}\d?)\.([a-z_]{3,30})$/.exec(one) ?? [];
      return codes.includes(code) && isField(fieldId) ? [{ fieldId, message: t(`faults.${code}`, facts) }] : [];
    });
}

const isField = (name: string): boolean => Object.hasOwn(fieldOfFault, name) || /^(date|time)[123]$/.test(name);
