import { describe, expect, it } from 'vitest';
import { settingDefaults } from '#lib/platform/settings.ts';
import { isStepNeeded, planSteps } from './plan-steps.ts';
import { listSteps } from './settle-list.ts';
import { type VisitState, visitStates, visitSteps } from './values.ts';
import { visitMachine } from './visit-machine.ts';

describe('the timeline of a visit', () => {
  it('has each step once, at the museum’s hour, also where the clocks change in between', () => {
    const steps = planSteps('2026-10-27', 'Europe/Berlin', settingDefaults);
    expect(steps.map(({ step }) => step).sort()).toEqual([...visitSteps].sort());
    const dueOf = Object.fromEntries(steps.map(({ step, dueAt }) => [step, dueAt.toISOString()]));
    expect(dueOf).toEqual({
      reminder: '2026-10-17T07:00:00.000Z',
      names_due: '2026-10-20T07:00:00.000Z',
      final_count: '2026-10-22T07:00:00.000Z',
      invoice: '2026-10-22T07:00:00.000Z',
      names_frozen: '2026-10-24T22:00:00.000Z',
      day_before: '2026-10-26T13:00:00.000Z',
      call_list: '2026-10-26T15:00:00.000Z',
      thanks: '2026-10-28T08:00:00.000Z',
      purge: '2026-11-03T08:00:00.000Z',
      payment_first: '2026-11-10T08:00:00.000Z',
      payment_second: '2026-11-26T08:00:00.000Z',
    });
  });

  it('leaves out what does not apply any more', () => {
    const facts = { hasList: true, hasStarted: false, hasAnswered: false, hasEvaluated: false };
    const needed = (state: VisitState, changes: Partial<typeof facts> = {}) =>
      visitSteps.filter((step) => isStepNeeded(step, { state, ...facts, ...changes }));
    const before = ['reminder', 'final_count', 'invoice', 'names_due'];
    expect(needed('confirmed')).toEqual([...before, 'names_frozen', 'day_before', 'call_list', 'purge']);
    expect(needed('ready', { hasList: false, hasAnswered: true })).toEqual([...before, 'purge']);
    expect(needed('ready', { hasStarted: true })).toEqual(['purge']);
    expect(needed('cancelled_by_group')).toEqual(['purge']);
    expect(needed('no_show')).toEqual(['invoice', 'purge', 'payment_first', 'payment_second']);
    expect(needed('completed')).toEqual(['invoice', 'thanks', 'purge', 'payment_first', 'payment_second']);
    expect(needed('completed', { hasEvaluated: true })).not.toContain('thanks');
  });
});

describe('the state of a list', () => {
  it('goes only where the machine goes, from every state, whatever the numbers', () => {
    for (const state of visitStates)
      for (const [people, sent, cleared] of [
        [10, 0, 0],
        [10, 9, 0],
        [10, 9, 9],
        [10, 10, 10],
        [10, 10, 9],
        [10, 11, 11],
      ] as const)
        for (const cause of ['sent', 'names', 'resized'] as const) {
          let now = state;
          for (const next of listSteps(state, { people, sent, cleared, notCleared: 0 }, cause)) {
            expect(visitMachine[now] as readonly string[], `${now} → ${next}`).toContain(next);
            now = next;
          }
        }
  });

  it('is cleared with fewer names than people, and ready only with all of them', () => {
    const counts = { people: 10, sent: 9, cleared: 9, notCleared: 0 };
    expect(listSteps('list_sent', counts, 'names')).toEqual(['list_cleared']);
    expect(listSteps('list_sent', { ...counts, people: 9 }, 'names')).toEqual(['list_cleared', 'ready']);
    expect(listSteps('ready', counts, 'resized')).toEqual(['names_due']);
    expect(listSteps('list_cleared', { ...counts, cleared: 8 }, 'names')).toEqual(['list_sent']);
  });
});
