import type { z } from 'zod';

export type DetailsField =
  | 'email'
  | 'contactName'
  | 'phone'
  | 'accessNeeds'
  | 'hasAcknowledgedAdvisory'
  | 'hasAcceptedTerms'
  | `visitorNames.${number}`;

/** What the details form shows: what was typed, and what is wrong, as codes of the message file. */
export type DetailsState = {
  values: {
    email: string;
    contactName: string;
    phone: string;
    accessNeeds: string;
    visitorNames: string[];
    hasAcknowledgedAdvisory: boolean;
    hasAcceptedTerms: boolean;
  };
  errors: Partial<Record<DetailsField, string>>;
  /** A refusal that belongs to no field. */
  refusal: { code: string; limit?: number } | null;
};

/**
 * The typed values of a posted form, whatever else it may carry; `people` are asked for their names. Nothing typed is lost, only
 * cut where it is absurdly long.
 */
export function typedDetails(form: FormData, people: number): DetailsState['values'] {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 20_000) : '';
  };
  return {
    email: text('email'),
    contactName: text('contactName'),
    phone: text('phone'),
    accessNeeds: text('accessNeeds'),
    visitorNames: Array.from({ length: people }, (_, index) => text(`visitorNames.${index}`)),
    hasAcknowledgedAdvisory: form.get('hasAcknowledgedAdvisory') === 'on',
    hasAcceptedTerms: form.get('hasAcceptedTerms') === 'on',
  };
}

/** The first complaint about each field. */
export function fieldErrors(error: z.ZodError): DetailsState['errors'] {
  const errors: DetailsState['errors'] = {};
  for (const issue of error.issues) {
    const field = issue.path.join('.') as DetailsField;
    if (field && !errors[field]) errors[field] = issue.message;
  }
  return errors;
}
