import { describe, expect, it } from 'vitest';
import { plainPage } from './plain-page.ts';

describe('plainPage', () => {
  it.each([
    ['/az', '', '/az', 'nothing'],
    ['/ru/terms', '', '/ru/terms', 'nothing'],
    ['/en/visit/full-route', '', '/en/visit/full-route', 'all_days'],
    ['/en/visit/full-route', '?people=4&month=2026-12', '/en/visit/full-route?month=2026-12&people=4', 'all_days'],
    ['/en/visit/full-route', '?utm_source=post&month=2026-12', '/en/visit/full-route?month=2026-12', 'all_days'],
    ['/az/visit/hall-only/2026-12-01', '?people=2', '/az/visit/hall-only/2026-12-01?people=2', { date: '2026-12-01' }],
  ])('%s%s is one page for everybody', (path, query, key, watches) => {
    expect(plainPage(path, query, false)).toEqual({ key, watches });
  });

  it.each([
    ['/az/visit/full-route', '?code=MUSEUM50'],
    ['/az/visit/full-route', '?month=2026-13'],
    ['/az/visit/full-route', '?month=2026-12&month=2027-01'],
    ['/az/visit/full-route/2026-12-01', '?refused=full&room=3'],
    ['/az/visit/full-route/2026-12-01', '?people=1000'],
    ['/az/visit/full-route/2026-12-01', '?people='],
    ['/az', '?anything=1'],
    ['/az', '?__proto__=1&constructor=2&toString=3'],
  ])('%s%s is made for its request alone', (path, query) => {
    expect(plainPage(path, query, false)).toMatchObject({ key: null });
  });

  it('makes the museum’s page anew for whoever holds places, and only that', () => {
    expect(plainPage('/az', '', true)).toMatchObject({ key: null });
    expect(plainPage('/az/visit/full-route', '', true)).toMatchObject({ key: '/az/visit/full-route' });
  });

  it.each([
    '/',
    '/az/',
    '/de',
    '/az/visit/hold',
    '/az/visit/a/b/c',
    '/az/order/x',
    '/staff',
    '/az/visit/A',
    '/azz',
    '/az/visit/aa/2026-02-30',
  ])('%s is no plain page', (path) => {
    expect(plainPage(path, '', false)).toBeNull();
  });
});
