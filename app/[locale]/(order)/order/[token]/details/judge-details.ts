import { zodResolver } from '@hookform/resolvers/zod';
import { createFormControl, type FieldErrors, type FieldPath, get } from 'react-hook-form';
import { z } from 'zod';
import {
  type DetailsInput,
  type DetailsNeeded,
  type DetailsForm as DetailsValues,
  detailsInputFor,
} from '#lib/booking/input.ts';
import type { DetailsField, DetailsState } from './details-state.ts';

// No text is run as a program here: the site's policy forbids it, and would tell of the attempt.
z.config({ jitless: true });

const ours = /^(email|contactName|phone|accessNeeds|hasAcknowledgedAdvisory|hasAcceptedTerms|visitorNames\.\d+)$/;

/**
 * What is wrong with the form as it stands, by the server's own schema. A file of its own: with the library that reads the form it
 * weighs more than the form itself, and is fetched when typing begins.
 */
export async function judgeDetails(needed: DetailsNeeded, form: HTMLFormElement): Promise<DetailsState['errors']> {
  const { register, handleSubmit } = createFormControl<DetailsValues, unknown, DetailsInput>({
    resolver: zodResolver<DetailsValues, unknown, DetailsInput>(detailsInputFor(needed)),
    shouldFocusError: false,
  });
  const fields: DetailsField[] = [];
  for (const element of form.elements) {
    const { name } = element as HTMLInputElement;
    if (!ours.test(name)) continue;
    fields.push(name as DetailsField);
    register(name as FieldPath<DetailsValues>).ref(element);
  }
  let found: FieldErrors<DetailsValues> = {};
  await handleSubmit(
    () => undefined,
    (errors) => {
      found = errors;
    },
  )();
  return Object.fromEntries(
    fields.flatMap((field) => {
      const { message } = (get(found, field) ?? {}) as { message?: string };
      return message ? [[field, message]] : [];
    }),
  );
}
