'use server';

import { redirect } from 'next/navigation';
import { termsVersion } from '#lib/booking/save-details.ts';
import { chooseTime } from '#lib/groups/choose-time.ts';
import { findInstitutions } from '#lib/groups/find-institutions.ts';
import { submitVisit } from '#lib/groups/submit-visit.ts';
import { paths } from '#lib/platform/paths.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import { openVisit } from '../../../open-visit.ts';
import { type ContactState, contactErrors, contactOf, typedContact } from './contact-state.ts';

/**
 * Looks for an institution, or sends the request; or says beside the field what to put right, with everything typed kept. `at` is the time
 * that was chosen where the programme is booked at once.
 */
export async function saveContactAction(
  locale: string,
  token: string,
  at: string,
  _before: ContactState,
  form: FormData,
): Promise<ContactState> {
  const { view, ctx, locale: language } = await openVisit(Promise.resolve({ locale, token }));
  const values = typedContact(form);
  if (form.get('find') !== null) {
    const found = await findInstitutions(ctx.db, values.institutionName);
    return { values: { ...values, institutionId: '' }, errors: {}, refusal: null, suggestions: found };
  }
  // An institution that was chosen stays chosen, and can be seen to be.
  const suggestions = values.institutionId ? await findInstitutions(ctx.db, values.institutionName) : null;
  const errors = contactErrors(values);
  if (Object.keys(errors).length > 0) return { values, errors, refusal: null, suggestions };
  let next: string;
  try {
    const sent = await submitVisit(ctx, {
      visitId: view.visit.id,
      contact: contactOf(values),
      rulesVersion: termsVersion,
    });
    if (!sent.ok && sent.code === 'bad_input')
      return { values, errors: sent.faults as ContactState['errors'], refusal: null, suggestions };
    next = paths.visit(language, token, { told: sent.ok ? 'sent' : sent.code });
    if (sent.ok && at && view.product.bookingMode === 'instant') {
      const [date = '', time = ''] = at.split('T');
      const booked = await chooseTime(ctx, { visitId: view.visit.id, date, time });
      next = booked.ok
        ? paths.visit(language, token, { told: 'booked' })
        : paths.visitPage(language, token, 'answer', { told: 'time_gone' });
    }
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error;
    return { values, errors: {}, refusal: 'busy', suggestions };
  }
  redirect(next);
}
