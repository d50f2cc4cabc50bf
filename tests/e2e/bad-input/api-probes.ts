import { randomUUID } from 'node:crypto';
import { form, json, type Probe } from './knock.ts';
import type { Scene } from './scene.ts';

const enc = encodeURIComponent;
const huge = 'x'.repeat(5000);

/** What machines speak with. */
export const apiProbes = (scene: Scene): Record<string, Probe[]> => {
  const scan = {
    scanId: randomUUID(),
    code: scene.paidOrder.code,
    way: 'typed',
    people: 1,
    scannedAt: new Date().toISOString(),
  };
  const upload = { station: 'bad-input', sentAt: new Date().toISOString(), scans: [scan] };
  const post =
    (path: string) =>
    (what: string, value: unknown, expects: Probe['expects'] = 400): Probe => ({
      what,
      path,
      ...json(value),
      as: 'desk',
      expects,
    });
  const scans = post('/api/desk/scan');
  const oneScan = (what: string, changes: object) =>
    scans(`a scan with ${what}`, { ...upload, scans: [{ ...scan, ...changes }] });
  const find = post('/api/desk/find');
  const party = post('/api/desk/party');
  const nobody = { pupils: 0, teachers: 0, parents: 0, aides: 0 };
  const anyJson = (path: string, good: unknown): Probe[] => [
    { what: 'a GET', path, as: 'desk', expects: 405 },
    { what: 'nobody known', path, ...json(good), expects: 401 },
    {
      what: 'another site',
      path,
      ...json(good),
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
      as: 'desk',
      expects: 403,
    },
    { what: 'a form', path, ...form({ a: 1 }), as: 'desk', expects: 400 },
    ...['', '{', 'null', '[]', '7', '"text"', '{"__proto__":{"query":"ab"}}', '\uFEFF{}', `[${'['.repeat(1900)}`].map(
      (body) => post(path)(`the body ${body.slice(0, 20)}`, body),
    ),
    { ...post(path)('bytes that are no text', ''), body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
    post(path)('a body too large for us', { a: huge }, 413),
  ];
  const auth = '/api/auth';
  return {
    'api/health/route.ts': [
      { what: 'a post', path: '/api/health', ...json('{'), expects: 405 },
      { what: 'odd questions', path: '/api/health?x=%00', expects: 200 },
    ],
    'api/desk/board/route.ts': [
      { what: 'nobody known', path: '/api/desk/board', expects: 401 },
      { what: 'a post', path: '/api/desk/board', ...json({}), as: 'desk', expects: 405 },
      { what: 'odd questions', path: '/api/desk/board?date=0000-00-00', as: 'desk', expects: 200 },
    ],
    'api/desk/find/route.ts': [
      ...anyJson('/api/desk/find', { query: 'ab' }),
      find('no question', {}),
      find('a short question', { query: 'a' }),
      find('a question of another type', { query: 7 }),
      find('a long question', { query: 'x'.repeat(201) }),
      find('two questions', { query: 'ab', timeslotId: scene.slot }),
      find('a time that is no id', { timeslotId: '7' }),
      find('a question with SQL in it', { query: `' or 1=1 --` }, 200),
      find('a question with a NUL', { query: 'ab\u0000cd' }, [200, 400]),
      find('a question of another script', { query: '🎟️ مرحبا' }, 200),
      find('an unknown time', { timeslotId: randomUUID() }, 200),
    ],
    'api/desk/party/route.ts': [
      ...anyJson('/api/desk/party', { act: 'all_here', visitId: randomUUID() }),
      party('an act that is none', { act: 'constructor', visitId: randomUUID() }),
      party('a visit that is no id', { act: 'all_here', visitId: '7' }),
      party('something more', { act: 'all_here', visitId: randomUUID(), price: 1 }),
      party('half a pupil', { act: 'resize', visitId: randomUUID(), count: { ...nobody, pupils: 0.5 } }),
      party('fewer than nobody', { act: 'resize', visitId: randomUUID(), count: { ...nobody, pupils: -1 } }),
      ...[
        { act: 'all_here', visitId: randomUUID() },
        { act: 'resize', visitId: randomUUID(), count: { ...nobody, pupils: 9 } },
        { act: 'swap', subGroupId: randomUUID(), otherId: randomUUID() },
      ].map((act) => ({ ...party(`an unknown party: ${act.act}`, act, 200), shows: '"ok":false,"code":"unknown_' })),
    ],
    'api/desk/scan/route.ts': [
      ...anyJson('/api/desk/scan', upload),
      scans('no scans', { ...upload, scans: [] }),
      scans('too many scans', { ...upload, scans: Array.from({ length: 11 }, () => 1) }),
      scans('no station', { ...upload, station: '' }),
      scans('a station with lines', { ...upload, station: 'bad-input\r\nx' }),
      scans('a clock that is none', { ...upload, sentAt: 'now' }),
      scans('something more', { ...upload, price: 1 }),
      oneScan('an id that is none', { scanId: '7' }),
      oneScan('no code', { code: '' }),
      oneScan('a long code', { code: 'x'.repeat(513) }),
      oneScan('an unknown way', { way: 'guessed' }),
      oneScan('nobody', { people: 0 }),
      oneScan('minus one', { people: -1 }),
      oneScan('too many', { people: 501 }),
      oneScan('half a person', { people: 0.5 }),
      oneScan('people in words', { people: '1' }),
      oneScan('a time that is none', { scannedAt: '0000-00-00T00:00:00Z' }),
      oneScan('a time beyond clocks', { scannedAt: '+275760-09-13T00:00:00.000Z' }),
      oneScan('something more', { price: 1 }),
      oneScan('a sub-group that is no id', { subGroupId: '7' }),
      oneScan('a rule bent that cannot be', { override: { code: 'unknown', reason: 'because' } }),
      oneScan('a rule bent without a reason', { override: { code: 'too_early', reason: ' ' } }),
    ],
    'api/auth/[...nextauth]/route.ts': [
      ...['providers', 'verify-request', '_log', 'session/x', 'callback/google', 'signin/%01', 'nothing'].map(
        (name) => ({
          what: `a GET of ${name}`,
          path: `${auth}/${name}`,
          expects: 404,
        }),
      ),
      ...['csrf', 'session', 'signin', 'error'].map((name) => ({
        what: `a post to ${name}`,
        path: `${auth}/${name}`,
        ...json('{'),
        expects: 405,
      })),
      { what: 'a GET of the credentials', path: `${auth}/callback/credentials?email=a&password=b`, expects: 405 },
      { what: 'malformed JSON', path: `${auth}/callback/credentials`, ...json('{'), expects: 400 },
      { what: 'JSON', path: `${auth}/callback/credentials`, ...json({ email: 'a' }), expects: 400 },
      {
        what: 'no token against forgery',
        path: `${auth}/callback/credentials`,
        ...form({ email: 'a', password: 'b' }),
        expects: 302,
        leads: /\/api\/auth\/signin\?csrf=true$/,
      },
      {
        what: 'an error somebody made up',
        path: `${auth}/error?error=${enc('<script>')}`,
        expects: 302,
        leads: /^[^<]*\/staff\/sign-in/,
      },
      {
        what: 'a way back to another site',
        path: `${auth}/signin?callbackUrl=${enc('https://elsewhere.example')}`,
        expects: 302,
        leads: /\/staff\/sign-in/,
      },
    ],
  };
};
