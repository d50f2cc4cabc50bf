import { Button } from '#app/_ui/button.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { TextArea } from '#app/_ui/text-input.tsx';
import type { AffectedByCancelling } from '#lib/booking/get-cancellation.ts';
import { cancellationReasons } from '#lib/booking/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { cancelSlot } from './cancel-action.ts';

const delays = ['0', '12', '24', '48', '72', '168'] as const;

/** Why, in words for the visitors and in a note for the books, and how long they may answer. */
export function CancelForm(props: { t: Translator; affected: AffectedByCancelling; isNoteMissing: boolean }) {
  const { t, affected } = props;
  return (
    <form className="stack" action={cancelSlot}>
      <input type="hidden" name="timeslotId" value={affected.timeslotId} />
      <Radios
        name="reason"
        legend={t('staff.reason')}
        required
        options={cancellationReasons.map((reason) => ({
          value: reason,
          label: t(`staff.reasons.${reason}`),
          hint: t(`because.${reason}`),
        }))}
      />
      <TextArea
        name="note"
        rows={2}
        required
        minLength={3}
        maxLength={500}
        label={t('staff.note')}
        hint={t('staff.noteHint')}
        error={props.isNoteMissing ? t('staff.refusals.note_missing') : undefined}
      />
      <Radios
        name="delayHours"
        legend={t('staff.delay')}
        defaultValue="48"
        options={delays.map((hours) => ({ value: hours, label: t(`staff.delays.${hours}`) }))}
      />
      <div className="actions">
        <Button>
          {affected.people > 0 ? t('staff.confirm', { people: affected.people }) : t('staff.confirmNobody')}
        </Button>
      </div>
    </form>
  );
}
