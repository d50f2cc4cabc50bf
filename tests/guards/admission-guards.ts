import { newId } from '#lib/platform/ids.ts';
import { Breach, constraint, type Guard, inFunction, trigger } from './guard.ts';
import { refuses, type Scene, scanOf } from './scene.ts';

const admission = (against: string, proof: Guard['proof']) => ({ of: 'admission' as const, against, proof });

const admit = (s: Scene, values: { scan?: string; ticket?: string; people?: number; override?: string } = {}) =>
  `insert into admission (scan_id, ticket_id, people, admitted_at${values.override ? ', is_override, reason' : ''})
   values ('${values.scan ?? s.scan}', '${values.ticket ?? s.paid.tickets[0]}', ${values.people ?? 1}, now()${values.override ? `, ${values.override}` : ''})`;
const second = (s: Scene) => {
  const scan = newId();
  return { scan, text: scanOf(scan, s.paid.tickets[0]) };
};
const ticket = (s: Scene, change: string) => `update ticket set ${change} where id = '${s.paid.tickets[0]}'`;

/** Scans and admissions. */
export const admissionGuards: Guard[] = [
  constraint(
    'ticket',
    'ticket_admitted_once',
    admission('one ticket that lets in two', async (s) => {
      await s.app(admit(s));
      const next = second(s);
      await s.app(next.text);
      await refuses('app', 'ticket_admitted_once', () => admit(s, { scan: next.scan }))(s);
    }),
  ),
  trigger(
    'admission',
    'count_admission',
    admission('an admission that the ticket does not know of', async (s) => {
      await s.app(admit(s));
      const { rows } = await s.owner(`select admitted_people as people from ticket where id = '${s.paid.tickets[0]}'`);
      if (rows[0].people !== 1) throw new Breach('the ticket lets in again');
    }),
  ),
  inFunction(
    'count_admission: valid tickets only',
    'count_admission()',
    "and state = 'valid'",
    '',
    admission(
      'a revoked ticket that lets in',
      refuses('app', 'MU006', (s) => [ticket(s, `state = 'revoked'`), admit(s)]),
    ),
  ),
  constraint(
    'admission',
    'admission_scan_id_key',
    admission(
      'one scan that lets in twice',
      refuses('app', 'admission_scan_id_key', (s) => [admit(s), admit(s, { ticket: s.paid.tickets[1] })]),
    ),
  ),
  constraint(
    'admission',
    'admission_people_check',
    admission('an admission that is taken back in secret', async (s) => {
      await s.app(admit(s));
      const next = second(s);
      await s.app(next.text);
      await refuses('app', 'admission_people_check', () => admit(s, { scan: next.scan, people: -1 }))(s);
    }),
  ),
  constraint(
    'admission',
    'admission_check',
    admission(
      'an override without a reason',
      refuses('app', 'admission_check', (s) => admit(s, { override: 'true, null' })),
    ),
  ),
  {
    ...constraint(
      'scan',
      'scan_pkey',
      admission(
        'one scan stored twice',
        refuses('app', 'scan_pkey', (s) => scanOf(s.scan, s.paid.tickets[0])),
      ),
    ),
    stands: [],
    off: { kind: 'sql', text: 'alter table scan drop constraint scan_pkey cascade' },
  },
  trigger(
    'scan',
    'only_added_to',
    admission(
      'a scan that is rewritten',
      refuses('owner', 'MU005', (s) => `update scan set outcome = 'x' where id = '${s.scan}'`),
    ),
  ),
  trigger(
    'admission',
    'only_added_to',
    admission('an admission that is rewritten', async (s) => {
      await s.app(admit(s));
      await refuses('owner', 'MU005', () => 'delete from admission')(s);
    }),
  ),
];
