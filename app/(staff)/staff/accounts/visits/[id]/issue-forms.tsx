import { Button } from '#app/_ui/button.tsx';
import type { VisitAccount } from '#lib/groups/get-visit-account.ts';
import { agreedStates, comingStates, type VisitState } from '#lib/groups/values.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { acceptLetter, issue } from './account-actions.ts';

const isOf = (states: readonly VisitState[], state: VisitState): boolean => states.includes(state);

/** The papers that can be made of a visit in its state, one button each. */
export function IssueForms({ t, view, account }: { t: Translator; view: VisitView; account: VisitAccount }) {
  const { visit } = view;
  const { state } = visit;
  const isComing = isOf(comingStates, state) || state === 'rescheduled';
  const isOpen = isOf(agreedStates, state) && !visit.accountClosedAt && state !== 'settled';
  const hasInvoice = account.papers.some(({ kind }) => kind === 'invoice');
  const whats = [
    ...(isComing || ['submitted', 'needs_info', 'waitlisted', 'offered'].includes(state) ? ['quote'] : []),
    ...(isComing && !hasInvoice ? ['deposit', 'whole'] : []),
    ...(isOpen ? ['invoice'] : []),
    ...(isOpen && hasInvoice ? ['credit'] : []),
    ...(isOpen && ['completed', 'evaluated', 'no_show'].includes(state) ? ['close'] : []),
  ];
  const waits = account.letter && account.letter.id !== visit.guaranteeFileId ? account.letter : null;
  if (whats.length === 0 && !waits) return null;
  return (
    <section className="stack" aria-labelledby="issue">
      <h2 id="issue">{t('staff.visit.issue')}</h2>
      {waits ? (
        <form action={acceptLetter}>
          <input type="hidden" name="visitId" value={visit.id} />
          <input type="hidden" name="fileId" value={waits.id} />
          <Button look="quiet">{t('staff.visit.accept')}</Button>
        </form>
      ) : null}
      {whats.map((what) => (
        <form key={what} action={issue}>
          <input type="hidden" name="visitId" value={visit.id} />
          <input type="hidden" name="what" value={what} />
          <Button look="quiet">{t(`staff.visit.do.${what}`)}</Button>
        </form>
      ))}
    </section>
  );
}
