import { describe, expect, it } from 'vitest';
import { labelLines, routePath } from './plan-route.ts';

describe('routePath', () => {
  it('leads from the entrance into the hall and ends there', () => {
    expect(routePath(['main-hall'], 'ground')).toBe('M100 208L100 105');
    expect(routePath(['main-hall'], 'basement')).toBeNull();
  });

  it('goes on to the stairs and down when the basement belongs to the route', () => {
    expect(routePath(['main-hall', 'corridor', 'cells'], 'ground')).toBe('M100 208L100 105L310 105');
    expect(routePath(['main-hall', 'corridor', 'cells'], 'basement')).toBe('M310 105L228 105M228 105L228 64');
  });

  it('draws no stretch of the passage twice', () => {
    expect(routePath(['cells', 'solitary'], 'basement')).toBe('M310 105L116 105M228 105L228 64M116 105L116 64');
  });

  it('passes the hall on the way down even when it is not part of the route', () => {
    expect(routePath(['cells'], 'ground')).toBe('M100 208L100 105L310 105');
  });

  it('passes over spaces it does not know', () => {
    expect(routePath(['garden'], 'ground')).toBeNull();
    expect(routePath(['garden', 'main-hall'], 'ground')).toBe('M100 208L100 105');
  });
});

describe('labelLines', () => {
  it('breaks between words only', () => {
    expect(labelLines('Main hall')).toEqual(['Main hall']);
    expect(labelLines('Комната расстрелов')).toEqual(['Комната', 'расстрелов']);
  });
});
