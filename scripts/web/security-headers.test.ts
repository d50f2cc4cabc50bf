import { describe, expect, test } from 'vitest';
import { isPrivatePath, securityHeaders } from './security-headers.ts';

const settings = { isSecure: false, checkoutOrigin: 'http://localhost:4242' };

describe('securityHeaders', () => {
  test('scripts need our file or this nonce, frames are refused, forms may lead to the payment page', () => {
    const policy = securityHeaders('/az', 'abc', settings)['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self' 'nonce-abc';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:4242;");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  });

  test('https is kept to only when it is there', () => {
    expect(securityHeaders('/az', 'a', settings)).not.toHaveProperty('strict-transport-security');
    const secure = securityHeaders('/az', 'a', { ...settings, isSecure: true });
    expect(secure['strict-transport-security']).toContain('max-age=63072000');
    expect(secure['content-security-policy']).toContain('upgrade-insecure-requests');
  });

  test('the address of an order is told to nobody', () => {
    expect(securityHeaders('/az/order/secret', 'a', settings)['referrer-policy']).toBe('same-origin');
    expect(securityHeaders('/guide/secret', 'a', settings)['referrer-policy']).toBe('same-origin');
    expect(securityHeaders('/az/visit/order', 'a', settings)['referrer-policy']).toBe(
      'strict-origin-when-cross-origin',
    );
  });

  test('WebAssembly runs at the desk only', () => {
    expect(securityHeaders('/desk/scan', 'a', settings)['content-security-policy']).toContain('wasm-unsafe-eval');
    expect(securityHeaders('/desktop', 'a', settings)['content-security-policy']).not.toContain('wasm');
  });
});

test.each([
  ['/az/order/secret', true],
  ['/ru/order/secret/tickets.pdf', true],
  ['/AZ/ORDER/x', true],
  ['/staff', true],
  ['/staff/orders/1', true],
  ['/desk', true],
  ['/api/health', true],
  ['/az', false],
  ['/az/visit/full-route', false],
  ['/staffing', false],
  ['/_next/static/chunks/a.js', false],
])('%s is private: %s', (path, isPrivate) => {
  expect(isPrivatePath(path)).toBe(isPrivate);
});
