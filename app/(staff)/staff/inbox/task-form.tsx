import { Button } from '#app/_ui/button.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { MoneyTaskRow } from '#lib/reports/list-money-tasks.ts';
import { actOnTask } from './act-action.ts';

/** The one safe button of a task, with the word a person may leave; needed where the button only takes note. */
export function TaskForm({ t, task }: { t: Translator; task: MoneyTaskRow }) {
  return (
    <form action={actOnTask} className="stack">
      <input type="hidden" name="taskId" value={task.id} />
      <TextInput
        name="reason"
        label={t(task.hasButton ? 'inbox.reasonOptional' : 'inbox.reason')}
        maxLength={500}
        required={!task.hasButton}
      />
      <Button look="quiet">{t(`inbox.buttons.${task.hasButton ? task.kind : 'note'}`)}</Button>
    </form>
  );
}
