import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanes } from '#lib/capacity/values.ts';
import { permissions, roles } from '#lib/identity/values.ts';
import { locales } from '#lib/platform/locales.ts';
import { addDays, isIsoDate } from '#lib/platform/time.ts';
import { startsOf } from '#lib/schedule/expand-rules.ts';
import { demoStaff } from './demo-credentials.ts';
import { closures, dayTypes } from './holidays.ts';
import { listPrices } from './prices.ts';
import { products } from './products.ts';
import { rolePermissions } from './roles.ts';
import { scheduleRules } from './rules.ts';
import { spaces } from './spaces.ts';
import { ticketTypes } from './ticket-types.ts';

describe('routes', () => {
  it.each(products)(
    '$code leads through its rooms without a gap, to the end of the visit',
    ({ route, durationMinutes }) => {
      let minute = 0;
      for (const [space, startMinute, minutes] of route) {
        expect(spaces.map((one) => one.code)).toContain(space);
        expect(startMinute).toBe(minute);
        minute += minutes;
      }
      expect(minute).toBe(durationMinutes);
    },
  );

  it.each(products)(
    '$code stays within one quarter hour in every small room, so that groups do not meet there',
    ({ route }) => {
      for (const [code, startMinute, minutes] of route) {
        if (spaces.find((space) => space.code === code)?.level !== 'basement') continue;
        expect(Math.floor(startMinute / 15)).toBe(Math.floor((startMinute + minutes - 1) / 15));
      }
    },
  );

  it.each(products)('$code is called step-free only when it is', ({ route, isStepFree, alternative }) => {
    const rooms = route.map(([code]) => spaces.find((space) => space.code === code));
    expect(rooms.every((space) => space?.isStepFree)).toBe(isStepFree);
    if (!isStepFree) expect(products.find((one) => one.code === alternative)?.isStepFree).toBe(true);
  });

  it('lets the step-free alternative begin whenever the full route does', () => {
    const starts = (code: string) =>
      scheduleRules
        .filter((rule) => rule.product === code)
        .flatMap((rule) =>
          startsOf({
            startTimes: rule.startTimes ?? [],
            firstStartTime: rule.firstStartTime ?? null,
            lastStartTime: rule.lastStartTime ?? null,
            everyMinutes: rule.everyMinutes ?? null,
          }),
        );
    expect(starts('hall-only')).toEqual(expect.arrayContaining(starts('full-route')));
    expect(starts('full-route').filter((start) => starts('public-tour').includes(start))).toEqual([]);
  });
});

describe('prices', () => {
  it('never leave a gap or overlap, whenever the demonstration begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), (days) => {
        const today = addDays('2026-01-01', days);
        const byKey = Map.groupBy(
          listPrices(today),
          (price) => `${price.product} ${price.ticketType} ${price.dayType ?? ''}`,
        );
        for (const spans of byKey.values()) {
          for (const [index, span] of spans.entries()) {
            const next = spans[index + 1];
            expect(span.validUntil === null).toBe(next === undefined);
            if (next) expect(next.validFrom).toBe(addDays(span.validUntil ?? '', 1));
            if (next) expect(next.validFrom > addDays(today, 29) && next.validFrom < addDays(today, 63)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('name every ticket type of every product that is sold online, and only known ones', () => {
    const prices = listPrices('2026-12-01');
    for (const { code } of products.filter((product) => product.isSoldOnline)) {
      expect(new Set(prices.filter((price) => price.product === code).map((price) => price.ticketType))).toEqual(
        new Set(ticketTypes.map((type) => type.code)),
      );
    }
  });
});

describe('content', () => {
  it('uses each code once', () => {
    for (const rows of [spaces, products, ticketTypes])
      expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });

  it('says every text in three languages, or in none, and without exclamation', () => {
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('az' in value) {
        const said = locales.map((locale) => (value as Record<string, string>)[locale] ?? '');
        expect(said.every((text) => text.trim() !== '') || said.every((text) => text === ''), said[0]).toBe(true);
        expect(said.join()).not.toMatch(/!|\.\.\.|TODO/);
      } else for (const inner of Object.values(value)) walk(inner);
    };
    walk([spaces, products, ticketTypes, closures, dayTypes]);
  });

  it('names each holiday once, on a real date', () => {
    for (const rows of [closures, dayTypes]) {
      const dates = rows.map((row) => row.visitDate);
      expect(dates.every(isIsoDate)).toBe(true);
      expect(new Set(dates).size).toBe(dates.length);
    }
    const closed = closures.filter((one) => one.kind === 'closed').map((one) => one.visitDate);
    expect(dayTypes.filter((day) => closed.includes(day.visitDate))).toEqual([]);
  });

  it('keeps the limits of rooms, lanes and rights', () => {
    for (const space of spaces) expect(space.peopleAtOnce).toBeLessThanOrEqual(space.fireLimit);
    for (const rule of scheduleRules) for (const lane of Object.keys(rule.lanes)) expect(lanes).toContain(lane);
    expect(Object.keys(rolePermissions).toSorted()).toEqual([...roles].toSorted());
    const mayChangeFireLimit = roles.filter((role) => rolePermissions[role].includes('capacity.fire_limit'));
    expect(mayChangeFireLimit).toEqual(['director']);
    expect(rolePermissions.security_post).toEqual(['today.see', 'names.see']);
    expect(new Set(roles.flatMap((role) => [...rolePermissions[role]]))).toEqual(new Set(permissions));
    expect(demoStaff.map((person) => person.role).toSorted()).toEqual([...roles].toSorted());
  });
});
