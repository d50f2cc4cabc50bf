import { randomUUID } from 'node:crypto';
import { anyForm, anyLink, anyPage } from './any-route.ts';
import { form, type Probe } from './knock.ts';

const huge = 'x'.repeat(10_240);
const enc = encodeURIComponent;

/** What a paid order's page lets one change, asked for in ways that no page of ours does. */
export function changeProbes(paid: string, undecided: string, adult: string): Record<string, Probe[]> {
  const room = '[locale]/(order)/order/[token]';
  const page = (name: string, query: string): Probe[] => [
    ...anyPage(`${paid}/${name}`),
    ...anyLink(`${paid}/${name}`),
    { what: 'odd words in the address', path: `${paid}/${name}?${query}`, expects: [200, 303, 307] },
  ];
  const step = (name: string, ...probes: [what: string, fields: Record<string, string>, leads: string][]): Probe[] => [
    ...anyForm(`${undecided}/${name}`),
    ...anyLink(`${undecided}/${name}`, form({})),
    ...probes.map(([what, fields, leads]) => ({
      what,
      path: `${paid}/${name}`,
      ...form(fields),
      expects: 303,
      leads: new RegExp(`^${paid}${leads}`),
    })),
  ];
  const odd = enc(`"><script>' or 1=1 --`);
  const numbers = ['-1', '1.5', 'two', '99999999999999999999', '١', 'NaN'];
  return {
    [`${room}/help/page.tsx`]: page('help', `refused=${odd}&text=${odd}`),
    [`${room}/change/move/page.tsx`]: page('change/move', `month=${odd}&date=2026-02-30&time=${odd}&refused=full`),
    [`${room}/change/types/page.tsx`]: page('change/types', `${enc(adult)}=${odd}&refused=${odd}`),
    [`${room}/change/people/page.tsx`]: page('change/people', `${enc(adult)}=-5&refused=${odd}`),
    [`${room}/change/names/page.tsx`]: page('change/names', `contactName=${odd}&holder.x=${odd}&refused=${odd}`),
    [`${room}/ask-help/route.ts`]: step(
      'ask-help',
      ['nothing written', { text: '  ' }, '/help\\?.*refused='],
      ['more than a message', { text: huge }, '/help\\?.*refused='],
    ),
    [`${room}/change-order/route.ts`]: step(
      'change-order',
      ['nothing wished', {}, '(\\?|$)'],
      ['a wish that nobody has', { kind: 'constructor' }, '(\\?|$)'],
      ...['', '7', `' or 1=1 --`, '\u0000', randomUUID()].map(
        (timeslotId): [string, Record<string, string>, string] => [
          `a move to ${timeslotId.slice(0, 20)}`,
          { kind: 'move', timeslotId, expectedMinor: '0', requestKey: randomUUID() },
          '/change/move\\?.*refused=',
        ],
      ),
      ...numbers.map((quantity): [string, Record<string, string>, string] => [
        `${quantity} more people`,
        { kind: 'people', [adult]: quantity, expectedMinor: '0', requestKey: randomUUID() },
        '(/change/people)?\\?.*refused',
      ]),
      [
        'one’s own price',
        { kind: 'people', [adult]: '1', expectedMinor: '-100', requestKey: randomUUID() },
        '/change/people\\?.*refused=',
      ],
    ),
    [`${room}/drop-change/route.ts`]: step('drop-change', ['nothing to drop', {}, '\\?told=refused_']),
    [`${room}/save-names/route.ts`]: step(
      'save-names',
      ['a name too long', { contactName: huge }, '/change/names\\?.*refused='],
      ['names of nobody', { contactName: 'A', [`holder.${randomUUID()}`]: 'B' }, '/change/names\\?.*refused='],
    ),
    [`${room}/send-again/route.ts`]: [
      ...step('send-again'),
      {
        what: 'an order without tickets',
        path: `${undecided}/send-again`,
        ...form({ requestKey: 'x' }),
        expects: 303,
        leads: new RegExp(`^${undecided}`),
      },
    ],
  };
}
