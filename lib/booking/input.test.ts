import { describe, expect, it } from 'vitest';
import { detailsInput, holdVisitInput } from './input.ts';

const details = {
  email: 'aygun@example.az',
  contactName: '',
  phone: '',
  accessNeeds: '',
  hasAcknowledgedAdvisory: false,
  hasAcceptedTerms: true,
};
const codes = (change: object) =>
  detailsInput.safeParse({ ...details, ...change }).error?.issues.map((issue) => issue.message) ?? [];

describe('details', () => {
  it.each([
    { contactName: 'Əliyeva 👩‍🦽 Aygün' },
    { contactName: 'مريم العلي' },
    { email: 'ləman@müzey.az' },
    { phone: '+994 (50) 123-45-67' },
    { accessNeeds: 'Two lines\r\nof wishes' },
  ])('takes %j', (change) => expect(codes(change)).toEqual([]));

  it.each([
    [{ email: '' }, 'email_missing'],
    [{ email: 'a@b' }, 'email_malformed'],
    [{ email: 'a@example.az, b@example.az' }, 'email_malformed'],
    [{ email: 'a@example.az\r\nBcc: b@example.az' }, 'no_line_breaks'],
    [{ contactName: 'A\nB' }, 'no_line_breaks'],
    [{ contactName: 'A\u2028B' }, 'no_line_breaks'],
    [{ contactName: 'x'.repeat(10_000) }, 'too_long'],
    [{ accessNeeds: 'x'.repeat(1001) }, 'too_long'],
    [{ hasAcceptedTerms: false }, 'terms_needed'],
  ])('refuses %j', (change, code) => expect(codes(change)).toContain(code));

  it('leaves out of a longer text what shows nothing', () => {
    const parsed = detailsInput.parse({ ...details, accessNeeds: '\u0000 Ramp,\r\nplease\u0007 ' });
    expect(parsed.accessNeeds).toBe('Ramp,\nplease');
  });
});

describe('hold', () => {
  const id = '0199f3a0-0000-7000-8000-000000000001';
  const choice = { product: 'full-route', date: '2026-12-12', timeslotId: id, requestKey: id, people: '2' };
  it.each(['0', '-1', '501', '1e99', 'NaN', '1.5', 'two', ''])('refuses %j people', (people) =>
    expect(holdVisitInput.safeParse({ ...choice, people }).success).toBe(false),
  );
  it.each([
    { product: '../x' },
    { product: undefined },
    { date: '2026-02-30' },
    { timeslotId: '7' },
    { requestKey: '' },
  ])('refuses %j', (change) => expect(holdVisitInput.safeParse({ ...choice, ...change }).success).toBe(false));
  it('ignores what it did not ask for', () => {
    expect(holdVisitInput.parse({ ...choice, unitPriceMinor: '1' })).toEqual({ ...choice, people: 2 });
  });
});
