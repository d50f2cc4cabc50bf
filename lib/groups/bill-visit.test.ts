import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bill, billVisit, partOfBill, sumOf, type VisitToBill } from './bill-visit.ts';
import { compareBill, type InvoiceToCompare } from './compare-bill.ts';

const visit = (changes: Partial<VisitToBill> = {}): VisitToBill => ({
  pupils: 58,
  adults: 5,
  pupilMinor: 200,
  adultMinor: 0,
  taxPerMille: 180,
  subGroups: 5,
  guideFee: { amountMinor: 1000, taxPerMille: 0 },
  heads: null,
  ...changes,
});
const rules = { countsActual: true, leastPerMille: 800 };

describe('what a visit costs', () => {
  it.each<[string, Partial<VisitToBill>, Partial<typeof rules>, Partial<Bill>]>([
    ['before it, what is booked', {}, {}, { basis: 'booked', people: 63, totalMinor: 58 * 200 + 5000 }],
    ['the heads that came', { heads: 60 }, {}, { basis: 'actual', people: 60, totalMinor: 55 * 200 + 5000 }],
    ['more than were booked', { heads: 65 }, {}, { basis: 'actual', people: 65, totalMinor: 60 * 200 + 5000 }],
    ['never fewer than the least', { heads: 10 }, {}, { basis: 'minimum', people: 51, totalMinor: 46 * 200 + 5000 }],
    ['nobody at all', { heads: 0 }, { leastPerMille: 0 }, { basis: 'actual', people: 0, totalMinor: 5000 }],
    ['heads that do not count', { heads: 10 }, { countsActual: false }, { basis: 'booked', people: 63 }],
    ['its own guide', { guideFee: null }, {}, { totalMinor: 58 * 200 }],
  ])('%s', (_what, changes, other, expected) => {
    expect(billVisit(visit(changes), { ...rules, ...other })).toMatchObject(expected);
  });

  it('names tax line by line, and a deposit is shared out by tax rate', () => {
    const bill = billVisit(visit(), rules);
    expect(bill.lines.map(({ code, taxMinor }) => [code, taxMinor])).toEqual([
      ['pupil', 1769],
      ['adult', 0],
      ['guide', 0],
    ]);
    const deposit = partOfBill('deposit', 5000, bill);
    expect(deposit.map(({ taxPerMille, totalMinor }) => [taxPerMille, totalMinor])).toEqual([
      [180, 3494],
      [0, 1506],
    ]);
  });
});

const anyVisit = fc.record({
  pupils: fc.integer({ min: 1, max: 200 }),
  adults: fc.integer({ min: 0, max: 40 }),
  pupilMinor: fc.integer({ min: 0, max: 3000 }),
  adultMinor: fc.constantFrom(0, 300, 501),
  taxPerMille: fc.constantFrom(0, 20, 180),
  subGroups: fc.integer({ min: 1, max: 15 }),
  guideFee: fc.option(
    fc.record({ amountMinor: fc.integer({ min: 1, max: 9000 }), taxPerMille: fc.constantFrom(0, 180) }),
  ),
  heads: fc.option(fc.integer({ min: 0, max: 260 })),
});

describe('for every visit', () => {
  it('lines add up, tax is contained, nobody is billed below the least or beyond who came', () => {
    fc.assert(
      fc.property(anyVisit, fc.integer({ min: 0, max: 1000 }), fc.boolean(), (one, leastPerMille, countsActual) => {
        const bill = billVisit(one, { countsActual, leastPerMille });
        const booked = one.pupils + one.adults;
        expect(sumOf(bill.lines)).toEqual({ totalMinor: bill.totalMinor, taxMinor: bill.taxMinor });
        for (const line of bill.lines) {
          expect(line.totalMinor).toBe(line.unitMinor * line.quantity);
          expect(line.taxMinor).toBeLessThanOrEqual(line.totalMinor);
        }
        expect(bill.people * 1000).toBeGreaterThanOrEqual(booked * leastPerMille);
        expect(bill.people).toBeLessThanOrEqual(Math.max(booked, one.heads ?? 0));
        const deposit = partOfBill('deposit', Math.min(bill.totalMinor, 777), bill);
        expect(sumOf(deposit).totalMinor).toBe(Math.min(bill.totalMinor, 777));
      }),
    );
  });

  it('whatever changes one after the other, the papers together say what it costs last', () => {
    fc.assert(
      fc.property(fc.array(anyVisit, { minLength: 1, maxLength: 6 }), (changes) => {
        const invoices: (InvoiceToCompare & { credited: Bill['lines'] })[] = [];
        let total = 0;
        for (const [index, one] of changes.entries()) {
          const bill = billVisit(one, rules);
          const { more, less } = compareBill(invoices, bill.lines);
          for (const { invoiceId, lines } of less) {
            const invoice = invoices.find(({ id }) => id === invoiceId);
            invoice?.credited.push(...lines);
            total -= sumOf(lines).totalMinor;
            if (invoice) {
              expect(sumOf(invoice.credited).totalMinor).toBeLessThanOrEqual(sumOf(invoice.lines).totalMinor);
              expect(sumOf(invoice.credited).taxMinor).toBeLessThanOrEqual(sumOf(invoice.lines).taxMinor);
            }
          }
          if (more.length > 0) invoices.push({ id: String(index), lines: more, credited: [] });
          total += sumOf(more).totalMinor;
          expect(total).toBe(bill.totalMinor);
          expect(compareBill(invoices, bill.lines)).toEqual({ more: [], less: [] });
        }
      }),
    );
  });
});
