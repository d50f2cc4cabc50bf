import { randomUUID } from 'node:crypto';
import { anyLink, anyPage } from './any-route.ts';
import { form, type Probe } from './knock.ts';
import type { Scene } from './scene.ts';
import { odd, signInFirst } from './staff-probes.ts';

const enc = encodeURIComponent;

// Links of group visits stand where those of orders stand elsewhere.
const anyVisitLink = (page: string): Probe[] =>
  anyLink(`/az/order/x${page}`).map((probe) => ({ ...probe, path: probe.path.replace('/order/', '/groups/') }));
/** A form of a visit's page that is sent to links which open nothing, and by other sites. */
const anyVisitPost = (page: string, fields: Record<string, string>): Probe[] =>
  ['x'.repeat(32), 'x', enc(`' or 1=1`)].flatMap((token): Probe[] => [
    { what: `the link ${token}`, path: `/az/groups/${token}${page}`, ...form(fields), expects: 404 },
    {
      what: 'another site',
      path: `/az/groups/${token}${page}`,
      ...form(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' },
      expects: 400,
    },
  ]);
const ids = ['7', randomUUID(), enc(`' or 1=1`), 'x'.repeat(3000)];
const unknownIds = (path: (id: string) => string): Probe[] =>
  ids.map((id) => ({ what: `the id ${id.slice(0, 20)}`, path: path(id), as: 'administrator', expects: 404 }));
/** A statement as a browser sends a file. */
const statement = (content: string): Pick<Probe, 'method' | 'body' | 'headers'> => ({
  method: 'POST',
  headers: { 'content-type': 'multipart/form-data; boundary=statement' },
  body: `--statement\r\nContent-Disposition: form-data; name="statement"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--statement--\r\n`,
});

/** The accounts of groups: the teacher's papers behind the link, receivables, papers and transfers for staff. */
export const accountProbes = (scene: Scene): Record<string, Probe[]> => {
  const own = `/az/groups/${scene.group}/papers`;
  const room = '[locale]/(groups)/groups/[token]/papers';
  const accounts = '/staff/accounts';
  const paper = randomUUID();
  return {
    [`${room}/page.tsx`]: [
      ...anyVisitLink('/papers'),
      { what: 'odd words of what happened', path: `${own}?told=__proto__&told=${enc('<b>')}`, expects: 200 },
    ],
    [`${room}/[paper]/route.ts`]: [
      ...anyVisitLink(`/papers/${paper}`).map((probe) => ({ ...probe, expects: [404, 405] })),
      ...ids.map((id): Probe => ({ what: `the paper ${id.slice(0, 20)}`, path: `${own}/${id}`, expects: 404 })),
    ],
    [`${room}/paid/route.ts`]: anyVisitLink('/papers/paid').map((probe) => ({ ...probe, expects: [404, 405] })),
    [`${room}/ask/route.ts`]: [
      ...anyVisitPost('/papers/ask', { what: 'quote' }),
      {
        what: 'a paper that is none',
        path: `${own}/ask`,
        ...form({ what: '__proto__' }),
        expects: 303,
        leads: /told=(wrong_state|unknown_paper)/,
      },
    ],
    [`${room}/[paper]/pay/route.ts`]: [
      ...anyVisitPost(`/papers/${paper}/pay`, {}),
      ...ids.map(
        (id): Probe => ({
          what: `the paper ${id.slice(0, 20)}`,
          path: `${own}/${id}/pay`,
          ...form({}),
          expects: 303,
          leads: /told=unknown_paper/,
        }),
      ),
    ],
    '(staff)/staff/accounts/page.tsx': [
      ...anyPage(accounts, 'administrator'),
      ...odd(accounts),
      { what: 'somebody who may not', path: accounts, as: 'desk', expects: 404 },
      signInFirst(accounts),
    ],
    '(staff)/staff/accounts/papers/page.tsx': [
      ...anyPage(`${accounts}/papers`, 'administrator'),
      ...odd(`${accounts}/papers`),
      ...['9999-999999999', '0000-0', '2026-', `<b>`].map(
        (q): Probe => ({
          what: `the number ${q}`,
          path: `${accounts}/papers?kind=__proto__&q=${enc(q)}`,
          as: 'administrator',
          expects: 200,
        }),
      ),
      { what: 'somebody who may not', path: `${accounts}/papers`, as: 'desk', expects: 404 },
      signInFirst(`${accounts}/papers`),
    ],
    '(staff)/staff/accounts/papers.csv/route.ts': [
      { what: 'odd filters', path: `${accounts}/papers.csv?q=%00&kind=x`, as: 'administrator', expects: 200 },
      { what: 'somebody who may not', path: `${accounts}/papers.csv`, as: 'desk', expects: 404 },
      { what: 'nobody known', path: `${accounts}/papers.csv`, expects: 404 },
    ],
    '(staff)/staff/accounts/papers/[id]/route.ts': [
      ...unknownIds((id) => `${accounts}/papers/${id}`),
      { what: 'nobody known', path: `${accounts}/papers/${paper}`, expects: 404 },
    ],
    '(staff)/staff/accounts/transfers/page.tsx': [
      ...anyPage(`${accounts}/transfers`, 'administrator'),
      ...odd(`${accounts}/transfers`),
      {
        what: 'odd words of what happened',
        path: `${accounts}/transfers?stand=__proto__&done=x&refused=${enc('<b>')}&back=1e99&fault=x&column=y&file=z&missing=%00&page=-3`,
        as: 'administrator',
        expects: 200,
      },
      { what: 'somebody who may not', path: `${accounts}/transfers`, as: 'desk', expects: 404 },
      signInFirst(`${accounts}/transfers`),
    ],
    '(staff)/staff/accounts/transfers/import/route.ts': [
      ...(
        [
          ['no table', 'hello', 'not_a_table'],
          ['other columns', 'a,b\n1,2', 'columns_missing'],
          ['an executable', 'MZ\u0000\u0001', 'not_text'],
          ['nothing', '', 'file_missing'],
        ] as const
      ).map(
        ([what, content, code]): Probe => ({
          what,
          path: `${accounts}/transfers/import`,
          ...statement(content),
          as: 'administrator',
          expects: 303,
          leads: new RegExp(`file=${code}`),
        }),
      ),
      { what: 'no form', path: `${accounts}/transfers/import`, ...form({ a: 'b' }), as: 'administrator', expects: 400 },
      {
        what: 'somebody who may not',
        path: `${accounts}/transfers/import`,
        ...statement('a,b'),
        as: 'desk',
        expects: 404,
      },
      { what: 'nobody known', path: `${accounts}/transfers/import`, ...statement('a,b'), expects: 404 },
    ],
    '(staff)/staff/accounts/transfers/imports/[id]/page.tsx': [
      ...unknownIds((id) => `${accounts}/transfers/imports/${id}`),
      { what: 'somebody who may not', path: `${accounts}/transfers/imports/${paper}`, as: 'desk', expects: 404 },
      signInFirst(`${accounts}/transfers/imports/${paper}`),
    ],
    '(staff)/staff/accounts/visits/[id]/page.tsx': [
      ...unknownIds((id) => `${accounts}/visits/${id}?done=x&refused=${enc('<b>')}&change=x`),
      signInFirst(`${accounts}/visits/${paper}`),
    ],
  };
};
