import { form, json, type Probe } from './knock.ts';

// 409: the page is of an earlier build, load it again.
const unknownHere = [303, 307, 400, 404, 409];
const unknownAction = '7f'.padEnd(42, '0');

/** What every page answers to what is no way to ask for a page. */
export const anyPage = (path: string, as?: Probe['as']): Probe[] => [
  { what: 'a PUT', path, as, method: 'PUT', expects: 405 },
  { what: 'a DELETE', path, as, method: 'DELETE', expects: 405 },
  {
    what: 'a form in parts without their boundary',
    path,
    as,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data' },
    body: 'x',
    expects: 400,
  },
  {
    what: 'a form in parts that breaks off',
    path,
    as,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na',
    expects: 400,
  },
  {
    what: 'a form of an unknown action',
    path,
    as,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: `--x\r\nContent-Disposition: form-data; name="$ACTION_ID_${unknownAction}"\r\n\r\n\r\n--x--\r\n`,
    expects: unknownHere,
  },
  {
    what: 'arguments of an action that are none',
    path,
    as,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x\r\nContent-Disposition: form-data; name="$ACTION_1:0"\r\n\r\n{"id":7,"bound":"$@"}\r\n--x--\r\n',
    expects: unknownHere,
  },
  {
    what: 'a call of an unknown action',
    path,
    as,
    method: 'POST',
    headers: { 'next-action': unknownAction, 'content-type': 'text/plain' },
    body: '[',
    expects: unknownHere,
  },
  {
    what: 'thousands of fields in the address',
    path: `${path}?${'a&'.repeat(7000)}`,
    as,
    expects: 400,
  },
  {
    what: 'names of the language itself',
    path: `${path}?__proto__=1&constructor=2&toString=3`,
    as,
    expects: [200, 303, 307, 404],
  },
];

/** What every route that takes a plain form answers to what is no such form of ours. */
export const anyForm = (path: string): Probe[] => [
  { what: 'a GET', path, expects: 405 },
  { what: 'a PUT', path, method: 'PUT', expects: 405 },
  { what: 'JSON', path, ...json('{"people":1}'), expects: 400 },
  { what: 'malformed JSON', path, ...json('{'), expects: 400 },
  { what: 'no type at all', path, method: 'POST', expects: 400 },
  { what: 'another site', path, ...withHeader('origin', 'https://elsewhere.example'), expects: 400 },
  { what: 'an origin that hides', path, ...withHeader('origin', 'null'), expects: 400 },
  { what: 'another site without an origin', path, ...withHeader('sec-fetch-site', 'cross-site'), expects: 400 },
  { what: 'a form too large for us', path, ...form({ a: 'x'.repeat(70_000) }), expects: 400 },
  { what: 'a body too large for anything', path, ...form({ a: 'x'.repeat(2_200_000) }), expects: 413 },
  { what: 'an unknown language', path: path.replace(/^\/az\//, '/tlh/'), ...form({}), expects: 404 },
];

/** What every address behind an order's link answers when the link opens nothing. */
export const anyLink = (path: string, send: object = {}): Probe[] =>
  [
    ['an unknown link', 'A'.repeat(32)],
    ['a short link', 'abc'],
    ['a long link', 'A'.repeat(5000)],
    ['a link with SQL in it', encodeURIComponent(`' or 1=1 --`)],
    ['a link that climbs', encodeURIComponent('../../staff')],
    ['a link of another script', encodeURIComponent('🎟️مرحبا')],
    ['an order’s id for a link', '0199f3a0-0000-7000-8000-000000000001'],
  ].map(([what = '', token]) => ({
    what,
    path: path.replace(/\/order\/[^/]+/, `/order/${token}`),
    ...send,
    expects: 404,
  }));

const withHeader = (name: string, value: string) => {
  const plain = form({ a: 1 });
  return { ...plain, headers: { ...plain.headers, [name]: value } };
};
