import { describe, expect, it } from 'vitest';
import { demandCode, limitWord } from './limit-code.ts';
import { planKey, readPlanKey } from './plan-key.ts';
import type { PlanLimit } from './plan-visit.ts';

const limit = (kind: PlanLimit['limit'], ...labels: string[]): PlanLimit => ({ limit: kind, labels });

describe('limitWord', () => {
  it.each([
    [null, null],
    [[], null],
    [[limit('guides'), limit('space', 'cells', 'hall')], { why: 'rooms', labels: ['cells', 'hall'] }],
    [[limit('day', 'day')], { why: 'rooms', labels: ['day'] }],
    [[limit('lane', 'lane'), limit('guides')], { why: 'guides', labels: [] }],
    [[limit('lane', 'lane')], { why: 'lanes', labels: [] }],
    [[limit('starts')], { why: 'no_start', labels: [] }],
    [[limit('no_start')], { why: 'no_start', labels: [] }],
  ] as const)('%j is %j', (limits, word) => {
    expect(limitWord(limits as PlanLimit[] | null)).toEqual(word);
  });
});

describe('demandCode', () => {
  it.each([
    ['no_guide', 'rooms', 'group_guides'],
    ['closed', null, 'group_closed'],
    ['no_room', 'lanes', 'group_lanes'],
    ['no_room', null, 'group_rooms'],
    [null, 'no_start', 'group_no_start'],
    ['rules', null, 'group_rules'],
    ['party_too_large', null, 'group_rules'],
  ] as const)('%s and %s: %s', (reason, found, code) => {
    expect(demandCode(reason, found)).toBe(code);
  });
});

describe('the key of a plan', () => {
  const subGroup = { adults: 1, timeslotId: '', endMinute: 0, route: 'class', guideId: '' };
  const plan = {
    date: '2026-12-15',
    startMinute: 630,
    subGroups: [
      { ...subGroup, people: 13, startMinute: 630 },
      { ...subGroup, people: 12, startMinute: 645 },
    ],
  };
  it('says when, and how the party is shared out', () => {
    expect(planKey(plan)).toBe('2026-12-15T10:30~12.15-13.0');
    expect(readPlanKey(planKey(plan))).toEqual({ date: '2026-12-15', startMinute: 630, parts: '12.15-13.0' });
    expect(readPlanKey('2026-12-15T10:30')).toEqual({ date: '2026-12-15', startMinute: 630, parts: '' });
  });
  it.each([
    '',
    '2026-02-30T10:30',
    '2026-12-15T25:00',
    '2026-12-15',
    `2026-12-15T10:30~${'1'.repeat(500)}`,
    null,
    '2026-12-15T10:30~<b>',
  ])('is none: %s', (text) => {
    expect(readPlanKey(text)).toBeNull();
  });
});
