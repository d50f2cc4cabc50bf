import { describe, expect, it } from 'vitest';
import { judgeVoucher, type VoucherTerms } from './judge-voucher.ts';
import { formatVoucherCode, normaliseVoucherCode } from './voucher-code.ts';

const now = new Date('2026-12-12T06:00:00Z');
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const voucher: VoucherTerms = {
  id: 'v',
  code: 'SPRING26',
  state: 'active',
  change: null,
  lane: null,
  timeslotId: null,
  placesLeft: 0,
  productIds: null,
  usesLeft: 1,
  minimumTickets: 1,
  maximumTickets: null,
  validFrom: at(-1),
  validUntil: at(1),
};
const visit = { now, productId: 'tour', timeslotId: 'ten', lane: 'public' as const };

describe('judgeVoucher', () => {
  it.each([
    [voucher, visit, null],
    [null, visit, 'unknown'],
    [{ ...voucher, state: 'withdrawn' as const }, visit, 'unknown'],
    [{ ...voucher, validFrom: at(1), validUntil: at(2) }, visit, 'not_yet'],
    [{ ...voucher, validUntil: now }, visit, 'over'],
    [{ ...voucher, usesLeft: 0 }, visit, 'used_up'],
    [{ ...voucher, productIds: ['hall'] }, visit, 'other_visit'],
    [{ ...voucher, productIds: ['hall', 'tour'] }, visit, null],
    [{ ...voucher, timeslotId: 'nine' }, visit, 'other_visit'],
    [{ ...voucher, timeslotId: 'nine' }, { ...visit, timeslotId: null }, null],
    [{ ...voucher, lane: 'schools' as const }, visit, 'own_times'],
    [{ ...voucher, lane: 'schools' as const }, { ...visit, lane: 'schools' as const }, null],
    [{ ...voucher, lane: 'schools' as const }, { ...visit, lane: null }, null],
  ])('%# says %s', (given, asked, expected) => {
    expect(judgeVoucher(given, asked)).toBe(expected);
  });
});

describe('a code as people write it', () => {
  it.each([
    ['spring 26', 'SPRING26'],
    ['7kq4-m2xd-9a', '7KQ4M2XD9A'],
    ['７ＫＱ４－Ｍ２ＸＤ', '7KQ4M2XD'],
    ['  ABCDEF\n', 'ABCDEF'],
    ['ABCDE', null],
    ["' or 1=1 --", null],
    ['ƏLİABC', null],
    ['X'.repeat(25), null],
    ['X'.repeat(5000), null],
  ])('%j is %s', (typed, expected) => {
    expect(normaliseVoucherCode(typed)).toBe(expected);
  });
  it('is shown in groups when it was drawn, and as it is when somebody thought of it', () => {
    expect(formatVoucherCode('7KQ4M2XD9AHR')).toBe('7KQ4-M2XD-9AHR');
    expect(formatVoucherCode('SPRING26')).toBe('SPRING26');
  });
});
