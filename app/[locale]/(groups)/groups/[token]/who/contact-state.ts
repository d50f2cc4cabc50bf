import { type ContactInput, contactInput, faultsOf } from '#lib/groups/input.ts';
import { type InstitutionKind, institutionKinds, type PayWay, payWays } from '#lib/groups/values.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';

export const contactFields = [
  'institutionId',
  'institutionName',
  'institutionKind',
  'district',
  'bookerName',
  'email',
  'phone',
  'leaderName',
  'leaderPhone',
  'theme',
  'accessNeeds',
  'bus',
  'note',
  'payWay',
  'payerName',
  'payerTaxNumber',
  'payerAddress',
  'acceptsRules',
] as const;
export type ContactField = (typeof contactFields)[number];

/** What the form shows: what was typed, what is wrong as codes, and the institutions that were found when one was looked for. */
export type ContactState = {
  values: Record<ContactField, string>;
  errors: Partial<Record<ContactField, string>>;
  refusal: string | null;
  suggestions: { id: string; name: string; district: string | null }[] | null;
};

/** The typed values of a posted form, whatever else it may carry. Nothing typed is lost, only cut where it is absurdly long. */
export function typedContact(form: FormData): ContactState['values'] {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 20_000) : '';
  };
  return Object.fromEntries(contactFields.map((name) => [name, text(name)])) as ContactState['values'];
}

/** The same as the verb takes it. */
export function contactOf(values: ContactState['values']): ContactInput {
  const kind = institutionKinds.find((one) => one === values.institutionKind);
  return {
    ...values,
    institutionId: /^[0-9a-f-]{36}$/.test(values.institutionId) ? values.institutionId : null,
    institutionKind: kind ?? ('school' satisfies InstitutionKind),
    payerTaxNumber: values.payerTaxNumber.toUpperCase().replaceAll(' ', ''),
    payWay: payWays.find((one) => one === values.payWay) as PayWay,
    acceptsRules: (values.acceptsRules === 'on') as true,
  };
}

/** What is wrong, by field; empty when nothing is. */
export function contactErrors(values: ContactState['values']): ContactState['errors'] {
  const parsed = contactInput.safeParse(contactOf(values));
  const errors = parsed.success ? {} : (faultsOf(parsed.error) as ContactState['errors']);
  if (!values.institutionId && values.institutionName.trim().length < 2) errors.institutionName = 'institution_missing';
  return errors;
}

/** The form for a request that was not sent yet. */
export function contactOfVisit({ visit, institution }: VisitView): ContactState['values'] {
  return {
    institutionId: institution?.id ?? '',
    institutionName: institution?.name ?? '',
    institutionKind: institution?.kind ?? 'school',
    district: institution?.district ?? '',
    bookerName: visit.bookerName ?? '',
    email: visit.email ?? '',
    phone: visit.phone ?? '',
    leaderName: visit.leaderName ?? '',
    leaderPhone: visit.leaderPhone ?? '',
    theme: visit.theme ?? '',
    accessNeeds: visit.accessNeeds ?? '',
    bus: visit.bus ?? '',
    note: visit.note ?? '',
    payWay: visit.payWay ?? 'transfer',
    payerName: visit.payerName ?? '',
    payerTaxNumber: visit.payerTaxNumber ?? '',
    payerAddress: visit.payerAddress ?? '',
    acceptsRules: '',
  };
}
