import { expect, test } from 'vitest';
import { refuseEarly } from './refuse-early.ts';

const asked = { method: 'GET', path: '/az', query: '', contentType: '' };

test.each([
  [{}, undefined],
  [{ path: '/az/visit/%C9%99' }, undefined],
  [{ method: 'POST', contentType: 'multipart/form-data; boundary=----x' }, undefined],
  [{ query: 'ticket.a=1&'.repeat(100) }, undefined],
  [{ query: 'a&'.repeat(7000) }, 400],
  [{ path: '/az/%' }, 400],
  [{ path: '/%E0%A4%A' }, 400],
  [{ path: '/az/visit/%ED%A0%80' }, 400],
  [{ path: '/az/%00' }, 400],
  [{ method: 'POST', contentType: 'multipart/form-data' }, 400],
  [{ method: 'POST', contentType: 'multipart/mixed; boundary=x' }, 400],
  [{ method: 'PUT' }, 405],
  [{ method: 'TRACE' }, 405],
])('%j: %s', (change, status) => {
  expect(refuseEarly({ ...asked, ...change })?.status).toBe(status);
});
