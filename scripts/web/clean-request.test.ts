import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { cleanRequest } from './clean-request.ts';

const appUrl = new URL('https://tickets.example.org');

function requestWith(headers: Record<string, string>): IncomingMessage {
  return { headers: { host: 'tickets.example.org', ...headers }, socket: { remoteAddress: '10.0.0.9' } } as never;
}

const lies = {
  'x-middleware-subrequest': 'src/middleware',
  'x-middleware-rewrite': '/staff',
  'x-forwarded-for': '1.1.1.1, 2.2.2.2',
  'x-forwarded-host': 'evil.example',
  'x-real-ip': '1.1.1.1',
  'x-client-address': '1.1.1.1',
  'x-nextjs-data': '1',
  'x-original-url': '/staff',
  'content-security-policy': "script-src 'nonce-mine'",
  'x-request-id': 'chosen-by-me',
};

test('what a client says about itself is not believed', () => {
  const request = requestWith({ ...lies, rsc: '1', 'next-action': 'id', cookie: 'a=b' });
  const { requestId, clientAddress } = cleanRequest(request, { trustProxy: false, appUrl });
  expect(clientAddress).toBe('10.0.0.9');
  expect(requestId).not.toBe('chosen-by-me');
  expect(request.headers).toEqual({
    host: 'tickets.example.org',
    rsc: '1',
    'next-action': 'id',
    cookie: 'a=b',
    'x-request-id': requestId,
    'x-client-address': '10.0.0.9',
    'x-forwarded-for': '10.0.0.9',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'tickets.example.org',
  });
});

test('behind our proxy its last word counts, and only that', () => {
  const request = requestWith(lies);
  expect(cleanRequest(request, { trustProxy: true, appUrl })).toEqual({
    requestId: 'chosen-by-me',
    clientAddress: '2.2.2.2',
  });
  expect(request.headers['x-forwarded-host']).toBe('tickets.example.org');
  expect(request.headers).not.toHaveProperty('x-middleware-subrequest');
});

test('an id that could not stand in a log is replaced', () => {
  const request = requestWith({ 'x-request-id': 'a"}\n{"level":"fatal' });
  expect(cleanRequest(request, { trustProxy: true, appUrl }).requestId).toMatch(/^[0-9a-f-]{36}$/);
});
