import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFormParts } from './check-form-parts.ts';

const server = createServer(async (request, response) => {
  const isForm = await checkFormParts(request, 100_000);
  let read = '';
  for await (const chunk of request) read += chunk;
  response.end(JSON.stringify({ isForm, bytes: read.length }));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function send(body: string, headers = { 'content-type': 'multipart/form-data; boundary=x' }) {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers })).json();
}
const part = (value: string) => `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${value}\r\n`;

test('a whole form is let through, and read as if nobody had looked', async () => {
  const body = `${part('ə'.repeat(30_000))}--x--\r\n`;
  expect(await send(body)).toEqual({ isForm: true, bytes: body.length });
});

test.each([
  ['nothing', ''],
  ['no part', 'x'],
  ['a form that breaks off', part('1')],
  ['an action with broken arguments', `${part('["a').replace('"a"', '"$ACTION_1:1"')}--x--\r\n`],
  ['an action whose arguments are not there', `${part('{"bound":"$@1"}').replace('"a"', '"$ACTION_1:0"')}--x--\r\n`],
  ['a part without a name', '--x\r\n\r\n1\r\n--x--\r\n'],
])('%s is no form', async (_what, body) => {
  expect(await send(body)).toEqual({ isForm: false, bytes: body.length });
});

test('the arguments of an action are let through', async () => {
  const body = `${part('["az"]').replace('"a"', '"$ACTION_1:1"')}--x--\r\n`;
  expect(await send(body)).toEqual({ isForm: true, bytes: body.length });
});

test('an action with its arguments in another part is let through', async () => {
  const bound = part('{"bound":"$@1"}').replace('"a"', '"$ACTION_1:0"');
  const body = `${bound}${part('["az"]').replace('"a"', '"$ACTION_1:1"')}--x--\r\n`;
  expect(await send(body)).toEqual({ isForm: true, bytes: body.length });
});

test('what is too long is handed on to the limit', async () => {
  const body = part('y'.repeat(200_000));
  expect(await send(body)).toEqual({ isForm: false, bytes: body.length });
});
