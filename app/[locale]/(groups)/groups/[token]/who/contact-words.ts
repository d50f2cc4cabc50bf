import { institutionKinds, payWays } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

const labels = [
  'institution',
  'institutionName',
  'institutionNameHint',
  'find',
  'found',
  'foundNone',
  'noneOfThese',
  'institutionKind',
  'district',
  'booker',
  'bookerName',
  'email',
  'emailHint',
  'phone',
  'phoneHint',
  'leader',
  'leaderHint',
  'leaderName',
  'leaderPhone',
  'more',
  'accessNeeds',
  'accessNeedsHint',
  'bus',
  'busHint',
  'theme',
  'note',
  'payWay',
  'payer',
  'payerHint',
  'payerName',
  'payerTaxNumber',
  'payerAddress',
  'rules',
  'rulesLink',
  'privacyLink',
  'prepareLink',
  'letter',
  'sending',
  'listNeeded',
] as const;

const codes = [
  'institution_missing',
  'name_missing',
  'email_missing',
  'email_malformed',
  'phone_malformed',
  'tax_number_malformed',
  'pay_way_missing',
  'rules_missing',
  'too_long',
  'malformed',
  'busy',
] as const;

/** All the words that the last step may need, made by the server: the browser gets no message catalogue. */
export function contactWords(locale: Locale, facts: { isInstant: boolean; listNeeded: boolean }) {
  const t = translator(locale, 'request');
  const say = <Key extends string>(keys: readonly Key[], of: string) =>
    Object.fromEntries(keys.map((key) => [key, t(`${of}.${key}`)])) as Record<Key, string>;
  return {
    ...say(labels, 'who'),
    errorsTitle: translator(locale, 'common')('errorsTitle'),
    send: t(facts.isInstant ? 'who.book' : 'who.send'),
    after: t(facts.isInstant ? 'who.afterInstant' : 'who.after'),
    isListNeeded: facts.listNeeded,
    kinds: institutionKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
    ways: payWays.map((value) => ({ value, label: t(`payWays.${value}`), hint: t(`payWayHints.${value}`) })),
    errors: say(codes, 'faults') as Record<string, string>,
  };
}

export type ContactWords = ReturnType<typeof contactWords>;
