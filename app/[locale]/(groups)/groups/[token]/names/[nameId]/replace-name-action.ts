'use server';

import { redirect } from 'next/navigation';
import { replaceName } from '#lib/groups/replace-name.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { openList } from '../open-list.ts';
import type { ReplaceState } from './replace-form.tsx';

const fieldOf = { name: 'name', birth: 'birthYear', document: 'document' } as const;

/** Puts one person on the list, in place of another or as well; or the form again with what is to be put right. */
export async function replaceNameAction(
  locale: string,
  token: string,
  nameId: string,
  before: ReplaceState,
  form: FormData,
): Promise<ReplaceState> {
  const { view, ctx, locale: language } = await openList(Promise.resolve({ locale, token }));
  const typed = (name: string, most: number) => String(form.get(name) ?? '').slice(0, most);
  const values = {
    name: typed('name', 300),
    role: typed('role', 20),
    birthYear: typed('birthYear', 20),
    document: typed('document', 60),
  };
  const done = await replaceName(ctx, {
    visitId: view.visit.id,
    nameId: nameId === 'more' ? null : nameId,
    ...values,
  });
  if (done.ok) redirect(paths.visitNames(language, token, { told: 'replaced' }));
  const t = translator(language, 'lists');
  const errors: ReplaceState['errors'] = {};
  if (done.code === 'faults') {
    for (const fault of done.faults)
      errors[fieldOf[fault.split('_')[0] as keyof typeof fieldOf]] ??= sentence(t(`faults.${fault}`), language);
  } else errors.name = t(`refused.${done.code}`, done.code === 'too_late' ? { hours: done.hours } : {});
  return { ...values, errors, attempt: before.attempt + 1 };
}

const sentence = (words: string, locale: Locale) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
