'use server';

import { notFound, redirect } from 'next/navigation';
import { requireStaff } from '#app/(staff)/auth.ts';
import type { ContactInput, PartyInput } from '#lib/groups/input.ts';
import { takeDownVisit } from '#lib/groups/take-down-visit.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { formatDate } from '#lib/platform/time.ts';
import type { NewVisitState } from './new-visit-state.ts';

/** Takes the request down and goes on to its plans; or says beside the fields what to put right. */
export async function takeDown(_before: NewVisitState, form: FormData): Promise<NewVisitState> {
  const ctx = await requireStaff('groups.change', paths.staffNewGroup());
  const values = Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[name, value.slice(0, 3000)]] : [],
    ),
  );
  const requestKey = values.requestKey;
  if (!isUuid(requestKey)) notFound();
  const t = translator(ctx.locale, 'board');
  const wishes = [1, 2, 3].flatMap((rank) => {
    const [visitDate, startTime] = [values[`date${rank}`] ?? '', values[`time${rank}`] ?? ''];
    return visitDate || startTime || rank === 1 ? [{ rank, visitDate, startTime }] : [];
  });
  const party = {
    ...values,
    parents: values.parents || '0',
    aides: values.aides || '0',
    shift: values.shift || null,
    isFlexible: values.isFlexible === 'on',
    hasOwnGuide: values.hasOwnGuide === 'on',
    wishes,
    requestKey,
  } as unknown as PartyInput;
  const contact = {
    ...values,
    institutionId: null,
    acceptsRules: values.acceptsRules === 'on',
  } as unknown as ContactInput;
  const taken = await takeDownVisit(ctx, { party, contact, rulesVersion: 'telephone' }, orderLinkSecret());
  if (taken.ok) redirect(`${paths.staffGroup(taken.visitId, { done: 'taken' })}#plans`);
  const say = (code: string, facts: Record<string, string | number> = {}) =>
    t.has(`new.faults.${code}`) ? t(`new.faults.${code}`, facts) : t('new.faults.malformed');
  const nameOf = (field: string) => {
    const found = /^wishes\.(\d)\.(visitDate|startTime)$/.exec(field);
    return found ? `${found[2] === 'visitDate' ? 'date' : 'time'}${wishes[Number(found[1])]?.rank ?? 1}` : field;
  };
  let errors: Record<string, string>;
  if (taken.code === 'bad_input') {
    errors = Object.fromEntries(Object.entries(taken.faults).map(([field, code]) => [nameOf(field), say(code)]));
  } else if (taken.code === 'party') {
    const { code, ...facts } = taken.party;
    errors = { [code === 'too_few_adults' ? 'teachers' : 'pupils']: say(code, facts as Record<string, number>) };
  } else if (taken.code === 'wishes') {
    errors = Object.fromEntries(
      taken.wishes.flatMap((fault, index) => {
        const date = fault && ('firstDate' in fault ? fault.firstDate : 'lastDate' in fault ? fault.lastDate : '');
        return fault
          ? [[`date${wishes[index]?.rank ?? 1}`, say(fault.code, { date: date ? formatDate(date) : '' })]]
          : [];
      }),
    );
  } else errors = { product: say(taken.code) };
  return { values, errors };
}
