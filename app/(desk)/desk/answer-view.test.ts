import { describe, expect, it } from 'vitest';
import { loadMessages } from '#lib/platform/i18n/messages.ts';
import { locales } from '#lib/platform/locales.ts';
import type { CheckInDecision } from '#lib/tickets/decide-check-in.ts';
import { checkInCodes } from '#lib/tickets/values.ts';
import { answerView, foremost, type Tone } from './answer-view.ts';
import { deskWords } from './desk-words.ts';
import type { DeskScan, ScanStatus } from './scans-state.ts';

const startsAtMs = Date.parse('2026-12-12T06:30:00Z');
const endsAtMs = startsAtMs + 3_600_000;
const party = { partySize: 27, admittedPeople: 12, remainingPeople: 15 };
const slot = { visitDate: '2026-12-12', startsAtMs, endsAtMs };

const decisions: [CheckInDecision, Tone][] = [
  [{ code: 'admitted', people: 12, arrival: 'on_time', minutesLate: 0, endsAtMs, ...party }, 'good'],
  [{ code: 'admitted', people: 1, arrival: 'shortened', minutesLate: 21, endsAtMs, ...party }, 'good'],
  [{ code: 'already_used', last: { admittedAtMs: startsAtMs, station: 'Gate A' }, ...party }, 'bad'],
  [{ code: 'already_used', last: null, partySize: 1, admittedPeople: 1, remainingPeople: 0 }, 'bad'],
  [{ code: 'too_early', opensAtMs: startsAtMs - 900_000, ...slot }, 'bad'],
  [{ code: 'too_late', reason: 'guided_part_lost', minutesLate: 31, ...slot }, 'bad'],
  [{ code: 'too_late', reason: 'visit_over', minutesLate: 90, ...slot }, 'bad'],
  [{ code: 'wrong_day', visitDate: '2026-12-12', startsAtMs, lastDate: null }, 'bad'],
  [{ code: 'wrong_day', visitDate: null, startsAtMs: null, lastDate: '2026-12-12' }, 'bad'],
  [{ code: 'wrong_product', productId: 'x', productName: 'Main hall' }, 'bad'],
  [{ code: 'revoked', reason: 'withdrawn' }, 'bad'],
  [{ code: 'revoked', reason: 'replaced' }, 'bad'],
  [{ code: 'suspended' }, 'bad'],
  [{ code: 'unpaid' }, 'bad'],
  [{ code: 'unknown', reason: 'no_such_code' }, 'bad'],
  [{ code: 'unknown', reason: 'bad_signature' }, 'bad'],
  [{ code: 'not_on_list', reason: 'not_listed', partySize: 1, lastDate: '2026-12-12' }, 'check'],
  [{ code: 'check_document', documents: ['Student card'], people: 2, ...party }, 'check'],
];

function judged(decision: CheckInDecision): DeskScan {
  const answer = {
    scanId: 'a',
    isRepeat: false,
    decision,
    isOverride: false,
    ticket: null,
    party: null,
    clockOffsetMs: null,
  };
  return { ...waiting('answered'), result: { ok: true, kind: 'judged', ...answer } };
}

function waiting(status: ScanStatus): DeskScan {
  const scan = {
    scanId: 'a',
    code: 'x',
    way: 'typed' as const,
    people: null,
    scannedAt: '2026-12-12T06:30:00Z',
    isDocumentChecked: false,
    override: null,
  };
  return { scan, groupId: 'g', status, result: null };
}

describe.each(locales)('the answer in %s', (locale) => {
  const words = deskWords(locale, loadMessages(locale, 'desk'), 'Asia/Baku');

  it.each(decisions.map(([decision, tone]) => [decision.code, decision, tone] as const))(
    '%s has its word and its facts',
    (code, decision, tone) => {
      const view = answerView(judged(decision), words, false);
      expect(view.tone).toBe(tone);
      expect(view.word).toBe(words.t(`words.${code}`));
      for (const text of [view.word, ...view.lines])
        expect(text).not.toMatch(/words\.|facts\.|[{}]|undefined|null|NaN/);
    },
  );

  it.each(['waiting', 'unsent', 'stuck', 'refused'] as const)('%s says so', (status) => {
    const view = answerView(waiting(status), words, status === 'unsent');
    expect(view.word).not.toBe('');
    expect(view.lines[0]).toMatch(/\.$/);
  });
});

const words = deskWords('en', loadMessages('en', 'desk'), 'Asia/Baku');

it('knows every answer of the door', () => {
  expect(new Set(decisions.map(([decision]) => decision.code))).toEqual(new Set(checkInCodes));
});

it('tells the museum’s time, not the device’s', () => {
  expect(
    answerView(judged({ code: 'too_early', opensAtMs: startsAtMs - 900_000, ...slot }), words, false).lines,
  ).toEqual(['May come in from 10:15. The visit starts at 10:30.']);
});

it('says how far the clock of the device is off', () => {
  const entry = judged({ code: 'suspended' });
  if (entry.result?.kind === 'judged') entry.result.clockOffsetMs = -3_600_000;
  expect(answerView(entry, words, false).lines).toContain(
    'The clock of this device is 60 minutes off. Please set it right.',
  );
});

it('shows of several scans the one that needs somebody', () => {
  const good = judged({ code: 'admitted', people: 1, arrival: 'on_time', minutesLate: 0, endsAtMs, ...party });
  const bad = judged({ code: 'revoked', reason: 'withdrawn' });
  expect(foremost([good, bad, good], words)).toBe(bad);
  expect(foremost([], words)).toBeNull();
});
