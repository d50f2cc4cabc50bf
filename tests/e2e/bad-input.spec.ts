import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { ask, letterTo } from '../support/museum-outside.ts';
import { dormantTime } from '../support/visit-time.ts';
import { words } from '../support/words.ts';
import { accountProbes } from './bad-input/account-probes.ts';
import { apiProbes } from './bad-input/api-probes.ts';
import { groupProbes } from './bad-input/group-probes.ts';
import { guideProbes } from './bad-input/guide-probes.ts';
import { expectCalm, form, hiddenFields, knock, type Probe, parts } from './bad-input/knock.ts';
import { listProbes } from './bad-input/list-probes.ts';
import { mutate, randomFrom } from './bad-input/mutate.ts';
import { oddDetails, oddNames } from './bad-input/odd-details.ts';
import { buy, countRows, detailsForm, hold, product, type Scene, setScene } from './bad-input/scene.ts';
import { staffProbes } from './bad-input/staff-probes.ts';
import { holdProbes, orderProbes, visitPages } from './bad-input/visitor-probes.ts';
import { waitingProbes } from './bad-input/waiting-probes.ts';
import { uselessEvents, webhookProbes } from './bad-input/webhook-probes.ts';

// Every route of the site, as the files say: one without a row in the table fails.
const app = new URL('../../app', import.meta.url).pathname;
const routes = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)(route\.tsx?|page\.tsx|robots\.ts|sitemap\.ts)$/.test(file))
  .sort();

let scene: Scene;
let table: Record<string, Probe[]>;

test.beforeAll(async () => {
  scene = await setScene();
  table = {
    ...visitPages(scene),
    ...holdProbes(scene),
    ...orderProbes(scene),
    ...waitingProbes(scene),
    ...listProbes(),
    ...groupProbes(scene),
    ...accountProbes(scene),
    ...staffProbes(scene),
    ...guideProbes(scene),
    ...apiProbes(scene),
    ...webhookProbes(scene),
  };
});
test.afterAll(() => scene?.close());

test('the table speaks of every route', () => {
  expect(routes.filter((route) => !table[route]?.length)).toEqual([]);
});

for (const route of routes) {
  test(`bad input to ${route} gets a clear answer and writes nothing`, async () => {
    const before = await countRows(scene);
    const probes = table[route] ?? [];
    expect(probes.length, 'has its row in the table').toBeGreaterThan(0);
    for (const probe of probes) {
      const what = `${probe.what}: ${probe.method ?? 'GET'} ${probe.path.slice(0, 80)}`;
      const answer = await knock(scene[probe.as ?? 'visitor'], probe);
      expectCalm(answer, what);
      expect.soft([probe.expects].flat(), `${what} answered ${answer.status}`).toContain(answer.status);
      if (probe.leads) expect.soft(answer.location, `${what} leads on`).toMatch(probe.leads);
      if (probe.shows) expect.soft(answer.text, what).toContain(probe.shows);
    }
    expect(await countRows(scene), 'nothing was written').toEqual(before);
  });
}

test('useless events are kept, and nothing is done about them', async () => {
  const before = await countRows(scene);
  const events = uselessEvents(scene);
  for (const event of events) {
    const answer = await knock(scene.visitor, event);
    expectCalm(answer, event.what);
    expect.soft(answer.status, event.what).toBe(event.expects);
  }
  await expect
    .poll(() => ask(`select id from provider_event where id like 'evt_bad_input%' and processed_at is null`), {
      timeout: 30_000,
    })
    .toEqual([]);
  expect(await countRows(scene)).toEqual({ ...before, events: Number(before.events) + events.length });
});

test('odd details are refused beside their field, and nothing typed is lost', async () => {
  const before = await countRows(scene);
  const path = `/az/order/${scene.chosen}/details`;
  const t = words('az', 'order');
  for (const [name, value, code] of oddDetails) {
    const what = `${name} ${JSON.stringify(value.slice(0, 30))}`;
    const answer = await knock(scene.visitor, {
      path,
      ...(await detailsForm(scene.visitor, scene.chosen, { [name]: value })),
    });
    expectCalm(answer, what);
    expect.soft(answer.status, what).toBe(200);
    expect.soft(answer.text, `${what} is explained`).toContain(t(`details.errors.${code}`));
    expect.soft(answer.text, `${what}: the rest is kept`).toContain(name === 'phone' ? 'Aygün' : 'name="phone"');
  }
  const good = await detailsForm(scene.visitor, scene.chosen);
  const forged = { ...good, path, body: good.body.replaceAll(scene.chosen, 'A'.repeat(32)) };
  expect(forged.body, 'the form says whose it is').not.toBe(good.body);
  const answer = await knock(scene.visitor, forged);
  expectCalm(answer, 'a form that names an unknown order');
  expect(answer.status).toBe(404);
  expect(await countRows(scene), 'nothing was written').toEqual(before);
});

test('the staff’s forms refuse what they did not offer', async () => {
  // A change that waits for its money, so that there is a form that gives it up.
  await ask(
    `insert into order_change (order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, share_per_mille, currency, expires_at)
     select order_id, 'types', timeslot_id, timeslot_id, '[{}]', 0, 100, 0, 'AZN', now() + interval '50 minutes' from ticket where order_id = $1 limit 1`,
    [scene.paidOrder.id],
  );
  const before = await countRows(scene);
  const path = `/staff/orders/${scene.paidOrder.id}`;
  const page = await knock(scene.administrator, { path });
  const sendAgain = hiddenFields(page.text, 'name="requestKey"');
  const language = hiddenFields(page.text, 'name="back"');
  const tried: [what: string, fields: [string, string][], value: [string, string], status: number, leads?: RegExp][] = [
    ['no order', sendAgain, ['orderId', ''], 404],
    ['an order that is no id', sendAgain, ['orderId', `' or 1=1 --`], 404],
    ['a NUL for a request', sendAgain, ['requestKey', '\u0000'], 404],
    ['an unknown order', sendAgain, ['orderId', randomUUID()], 303, /refused=unknown_order$/],
    ['a way back to another site', language, ['back', '//elsewhere.example'], 303, /^\/staff$/],
    ['a way back with lines', language, ['back', '/staff\r\nSet-Cookie: a=b'], 303, /^\/staff/],
    ['an unknown language', [...language, ['locale', '']], ['locale', 'tlh'], 303, /^\/staff/],
  ];
  const times = await knock(scene.administrator, { path: `${path}/move` });
  const time = /time=([0-9a-f-]{36})/.exec(times.text)?.[1] ?? '';
  const sum = await knock(scene.administrator, { path: `${path}/move?time=${time}` });
  const move = hiddenFields(sum.text, 'name="expectedMinor"');
  const drop = hiddenFields(page.text, words('az', 'change')('staff.drop'));
  tried.push(
    ['no change of no order', drop, ['orderId', '\u0000'], 404],
    ['a change of an unknown order', drop, ['orderId', randomUUID()], 303, /change=unknown_order$/],
    ['a move for a word', move, ['expectedMinor', 'much'], 404],
    ['a move to no time', move, ['timeslotId', `' or 1=1 --`], 404],
    ['a move to an unknown time', move, ['timeslotId', randomUUID()], 303, /refused=unknown_timeslot$/],
    ['a move with a NUL', move, ['requestKey', '\u0000'], 404],
    ['a move at a sum of its own', move, ['expectedMinor', '-5000'], 303, /refused=price_differs$/],
  );
  for (const [what, fields, [name, value], status, leads] of tried) {
    const changed = fields.map((field): [string, string] => (field[0] === name ? [name, value] : field));
    const answer = await knock(scene.administrator, {
      path: fields === move ? `${path}/move` : path,
      ...parts(changed),
    });
    expectCalm(answer, what);
    expect.soft(answer.status, what).toBe(status);
    if (leads) expect.soft(answer.location, what).toMatch(leads);
  }
  const byNobody = await knock(scene.visitor, { path, ...parts(sendAgain) });
  expect(byNobody.location, 'nobody known must sign in').toContain('/staff/sign-in');
  expect(await countRows(scene), 'nothing was written').toEqual(before);
  const open = await ask(
    `update order_change set state = 'dropped' where order_id = $1 and state = 'open' returning id`,
    [scene.paidOrder.id],
  );
  expect(open, 'nothing was given up').toHaveLength(1);
});

test('the forms at the counter refuse what they did not offer, and take nothing', async () => {
  const before = await countRows(scene);
  const token = createHash('sha256').update(scene.chosen).digest();
  const [order] = await ask<{ id: string }>('select id from orders where link_hash = $1', [token]);
  const path = `/staff/orders/${order?.id}`;
  const page = await knock(scene.administrator, { path });
  const cash = hiddenFields(page.text, 'value="cash"');
  const tried: [what: string, fields: [string, string][], status: number, leads?: RegExp][] = [
    ['no order', [['orderId', '']], 404],
    ['an unknown order', [['orderId', randomUUID()]], 303, /untaken=unknown_order/],
    ['a gateway for a way', [['way', 'stripe']], 404],
    ['no way', [['way', '']], 404],
    ['free of charge', [['way', 'none']], 303, /untaken=wrong_way/],
    ['a word for a sum', [['expectedMinor', 'much']], 404],
    ['a sum of its own', [['expectedMinor', '1']], 303, /untaken=sum_changed/],
    ['less than nothing', [['expectedMinor', '-5']], 303, /untaken=sum_changed/],
    ['nothing handed over', [['handed', '']], 303, /wrong=handed\.missing/],
    ['a negative sum handed over', [['handed', '-100']], 303, /wrong=handed\.malformed/],
    ['a sum of a hundred digits', [['handed', '9'.repeat(100)]], 303, /wrong=handed\.malformed/],
    ['a NUL handed over', [['handed', '\u0000']], 303, /wrong=handed\.m/],
    [
      'a slip with SQL in it',
      [
        ['way', 'terminal'],
        ['terminal', 'T1'],
        ['slip', `' or 1=1 --`],
      ],
      303,
      /wrong=slip\.malformed/,
    ],
    [
      'a slip of another script',
      [
        ['way', 'terminal'],
        ['terminal', 'Т１'],
        ['slip', '١٢٣'],
      ],
      303,
      /wrong=terminal\.malformed/,
    ],
    [
      'a day that is none',
      [
        ['way', 'transfer'],
        ['reference', 'FT-1'],
        ['valueDate', '2026-02-30'],
      ],
      303,
      /wrong=valueDate\.malformed/,
    ],
    [
      'a day to come',
      [
        ['way', 'transfer'],
        ['reference', 'FT-1'],
        ['valueDate', '2098-12-31'],
      ],
      303,
      /wrong=valueDate\.to_come/,
    ],
  ];
  for (const [what, changes, status, leads] of tried) {
    const left = cash.filter(([name]) => !changes.some(([changed]) => changed === name));
    const answer = await knock(scene.administrator, { path, ...parts([...left, ...changes]) });
    expectCalm(answer, what);
    expect.soft(answer.status, what).toBe(status);
    if (leads) expect.soft(answer.location, what).toMatch(leads);
  }
  const odd = `way=cash&wrong=${encodeURIComponent('handed.<script> __proto__.x handed.constructor')}&handed=${'x'.repeat(3000)}&untaken=__proto__&taken=1&change=1e99`;
  expectCalm(await knock(scene.administrator, { path: `${path}?${odd}` }), 'an odd address');
  const byNobody = await knock(scene.visitor, { path, ...parts([...cash, ['handed', '100']]) });
  expect(byNobody.location, 'nobody known must sign in').toContain('/staff/sign-in');
  expect(await countRows(scene), 'nothing was written').toEqual(before);
});

test('the form that opens a time refuses what it did not offer, and the time sleeps on', async () => {
  const { timeslotId } = await dormantTime(product, scene.date, '19:13');
  const path = `/staff/slots/${timeslotId}`;
  const page = await knock(scene.administrator, { path });
  const open = hiddenFields(page.text, 'name="note"');
  const given: [string, string][] = [
    ['reason', 'demand'],
    ['note', 'Forty people asked'],
  ];
  const tried: [what: string, changes: [string, string][], status: number, leads?: RegExp][] = [
    ['no time', [['timeslotId', '']], 404],
    ['a time that is no id', [['timeslotId', `' or 1=1 --`]], 404],
    ['an unknown time', [['timeslotId', randomUUID()]], 303, /refused=open_not_dormant$/],
    ['a time that is on sale', [['timeslotId', scene.slot]], 303, /refused=open_not_dormant$/],
    ['no reason', [['reason', '']], 303, /refused=open_reason_missing$/],
    ['a reason of the language itself', [['reason', '__proto__']], 303, /refused=open_reason_missing$/],
    ['a note of nothing', [['note', ' \u0000\u0007\r\n\u2028 ']], 303, /refused=open_note_missing$/],
    ['a note that never ends', [['note', 'x'.repeat(3000)]], 303, /refused=open_note_missing$/],
  ];
  for (const [what, changes, status, leads] of tried) {
    const left = [...open, ...given].filter(([name]) => !changes.some(([changed]) => changed === name));
    const answer = await knock(scene.administrator, { path, ...parts([...left, ...changes]) });
    expectCalm(answer, what);
    expect.soft(answer.status, what).toBe(status);
    if (leads) expect.soft(answer.location, what).toMatch(leads);
  }
  const bySomebodyElse = await knock(scene.desk, { path, ...parts([...open, ...given]) });
  expect(bySomebodyElse.status, 'who may not').toBe(404);
  const byNobody = await knock(scene.visitor, { path, ...parts([...open, ...given]) });
  expect(byNobody.location, 'nobody known must sign in').toContain('/staff/sign-in');
  expect(await ask('select state from timeslot where id = $1', [timeslotId])).toEqual([{ state: 'dormant' }]);
});

test('a price in a form is ignored', async () => {
  const token = await hold(scene.visitor, scene.free, scene.date);
  const prices = { total: '1', totalMinor: '1', unitPriceMinor: '1', [`price.${scene.adult}`]: '1', currency: 'USD' };
  await knock(scene.visitor, {
    path: `/az/order/${token}/choose`,
    ...form({ [`ticket.${scene.adult}`]: '1', ...prices }),
  });
  const [order] = await ask<{ total: number; price: number; currency: string }>(
    `select o.total_minor as total, o.currency, l.unit_price_minor as price from orders o join order_line l on l.order_id = o.id
      where o.link_hash = sha256($1::bytea)`,
    [token],
  );
  expect(order?.total).toBeGreaterThan(100);
  expect(order).toMatchObject({ price: order?.total, currency: 'AZN' });
  await knock(scene.visitor, { path: `/az/order/${token}/give-back`, ...form({}) });
});

test('five hundred random changes of the forms: never a failure of ours', async () => {
  test.slow();
  const seed = Number(process.env.FUZZ_SEED ?? 20_261_124);
  const random = randomFrom(seed);
  const token = await hold(scene.visitor, scene.free, scene.date);
  const order = `/az/order/${token}`;
  const choice = form({ [`ticket.${scene.adult}`]: '1', [`ticket.${scene.notOnline}`]: '0' });
  const time = { product, date: scene.date, people: '1', timeslotId: scene.slot, requestKey: token };
  await knock(scene.visitor, { path: `${order}/choose`, ...choice });
  const details = await detailsForm(scene.visitor, token, { email: `bad-input-${seed}@example.az` });
  const targets = [
    { path: '/az/visit/hold', ...form(time) },
    { path: `${order}/choose`, ...choice },
    { path: `${order}/details`, ...details },
    { path: `${order}/extend`, ...form({ from: 'details' }) },
    { path: '/api/auth/callback/credentials', ...form({ email: 'a', password: 'b', csrfToken: 'c', json: 'true' }) },
  ];
  for (let round = 0; round < 500; round += 1) {
    const target = targets[round % targets.length] as (typeof targets)[number];
    const body = mutate(target.body, random);
    const answer = await knock(scene.visitor, { ...target, body });
    expectCalm(answer, `seed ${seed}, round ${round}, ${target.path}: ${JSON.stringify(body.slice(0, 300))}`);
  }
  await knock(scene.visitor, { path: `${order}/give-back`, ...form({}) });
});

for (const [what, name] of oddNames) {
  test(`${what} is a good name: shown, printed and mailed`, async () => {
    const email = `name-${what.replaceAll(' ', '-')}-${Date.now()}@example.az`;
    const token = await hold(scene.visitor, scene.free, scene.date);
    await buy(scene.visitor, token, scene.adult, { email, contactName: name });
    const page = await knock(scene.administrator, { path: `/staff/orders?q=${encodeURIComponent(email)}` });
    expect(page.text, 'the dashboard shows it').toContain(name);
    await ask('update ticket set holder_name = $1 where order_id = (select id from orders where email = $2)', [
      name,
      email,
    ]);
    for (const file of ['tickets.pdf', 'visit.ics']) {
      const answer = await knock(scene.visitor, { path: `/az/order/${token}/${file}` });
      expect(answer.status, file).toBe(200);
    }
    const letter = await letterTo(email);
    expect(letter.subject, 'one line').not.toMatch(/[\r\n]/);
    expect(letter.attachments.map((file) => file.contentType)).toContain('application/pdf');
  });
}
