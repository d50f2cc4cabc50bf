import type { Settings } from '#lib/platform/settings.ts';
import { addDays, type IsoDate, instantOf } from '#lib/platform/time.ts';
import { comingStates, type VisitState, type VisitStep } from './values.ts';

export type StepRules = Pick<
  Settings,
  | 'group_reminder_days'
  | 'group_final_days'
  | 'group_invoice_days'
  | 'group_names_due_days'
  | 'group_frozen_days'
  | 'group_step_hour'
  | 'group_day_before_hour'
  | 'group_call_hours'
  | 'group_thanks_days'
  | 'group_purge_days'
  | 'group_payment_first_days'
  | 'group_payment_second_days'
>;

/** When each step of a visit's timeline is due, by the museum's clock (requirements 6.10). Pure: a late booking has steps in the past. */
export function planSteps(visitDate: IsoDate, zone: string, rules: StepRules): { step: VisitStep; dueAt: Date }[] {
  const at = (days: number, hour = rules.group_step_hour) =>
    instantOf(addDays(visitDate, days), `${String(hour % 24).padStart(2, '0')}:00`, zone);
  const dayBefore = at(-1, rules.group_day_before_hour);
  return [
    { step: 'reminder', dueAt: at(-rules.group_reminder_days) },
    { step: 'names_due', dueAt: at(-rules.group_names_due_days) },
    { step: 'final_count', dueAt: at(-rules.group_final_days) },
    { step: 'invoice', dueAt: at(-rules.group_invoice_days) },
    { step: 'names_frozen', dueAt: at(1 - rules.group_frozen_days, 0) },
    { step: 'day_before', dueAt: dayBefore },
    { step: 'call_list', dueAt: new Date(dayBefore.getTime() + rules.group_call_hours * 3_600_000) },
    { step: 'thanks', dueAt: at(rules.group_thanks_days) },
    { step: 'purge', dueAt: at(rules.group_purge_days) },
    { step: 'payment_first', dueAt: at(rules.group_payment_first_days) },
    { step: 'payment_second', dueAt: at(rules.group_payment_second_days) },
  ];
}

export type StepFacts = {
  state: VisitState;
  hasList: boolean;
  hasStarted: boolean;
  hasAnswered: boolean;
  hasEvaluated: boolean;
};

/** Whether a step that is due still has a meaning. Pure. What does not apply any more is "not needed", and said so. */
export function isStepNeeded(step: VisitStep, facts: StepFacts): boolean {
  const isComing = (comingStates as readonly string[]).includes(facts.state) && !facts.hasStarted;
  switch (step) {
    case 'reminder':
    case 'final_count':
    case 'names_due':
      return isComing;
    case 'names_frozen':
      return isComing && facts.hasList;
    case 'day_before':
    case 'call_list':
      return isComing && !facts.hasAnswered;
    case 'invoice':
      return isComing || hasCome(facts.state) || facts.state === 'no_show';
    case 'thanks':
      return hasCome(facts.state) && !facts.hasEvaluated;
    case 'purge':
      return true;
    case 'payment_first':
    case 'payment_second':
      return hasCome(facts.state) || facts.state === 'no_show';
  }
}

const hasCome = (state: VisitState): boolean =>
  ['part_arrived', 'arrived', 'in_progress', 'completed', 'evaluated'].includes(state);
