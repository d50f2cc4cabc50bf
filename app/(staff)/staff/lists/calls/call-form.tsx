import { Button } from '#app/_ui/button.tsx';
import type { CallRow } from '#lib/groups/list-calls.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { answerCall } from './call-action.ts';

/** What somebody said at the telephone: all, fewer with how many, or nobody. */
export function CallForm({ row, t }: { row: CallRow; t: Translator }) {
  return (
    <div className="stack">
      <form action={answerCall}>
        <input type="hidden" name="visitId" value={row.visitId} />
        <Button look="quiet" size="short" name="answer" value="coming">
          {t('calls.coming')}
        </Button>
      </form>
      <form action={answerCall} className="filters">
        <input type="hidden" name="visitId" value={row.visitId} />
        <div className="field">
          <label htmlFor={`people-${row.visitId}`}>{t('calls.fewerPeople')}</label>
          <input
            id={`people-${row.visitId}`}
            className="input"
            name="people"
            type="number"
            inputMode="numeric"
            min={1}
            max={row.people - 1}
            required
          />
        </div>
        <Button look="quiet" size="short" name="answer" value="fewer">
          {t('calls.fewer')}
        </Button>
      </form>
      <form action={answerCall}>
        <input type="hidden" name="visitId" value={row.visitId} />
        <Button look="plain" size="short" name="answer" value="cancel">
          {t('calls.cancel')}
        </Button>
      </form>
    </div>
  );
}
