import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/ids.ts';
import { Breach, type Guard } from './guard.ts';
import { refused, refuses, type Scene, until } from './scene.ts';

const id = (kind: string, no: number) => `00000000-0000-7000-8000-0000000${kind}${String(no).padStart(2, '0')}`;

export const [first, second] = [id('0b1', 1), id('0b1', 2)];
/** Six times of the class programme, half an hour apart; then one of another programme, and one of the next day. */
export const slots = Array.from({ length: 8 }, (_, no) => id('05c', no));
/** Who speaks Azerbaijani; the last one speaks Russian only. */
export const guides = Array.from({ length: 5 }, (_, no) => id('061', no));
const [institution, classes, others] = [id('015', 1), id('09c', 1), id('09c', 2)];

const startOf = (no: number) => ['09:00', '10:30', '12:00', '13:30', '15:00', '16:30', '18:00', '09:00'][no] ?? '';

/** The class programme with its times and guides, beside what the museum of the scene has. */
export function world(s: Scene): string {
  const product = (
    of: string,
    code: string,
  ) => `insert into product (id, code, kind, names, summaries, descriptions, meeting_points, duration_minutes, party_maximum,
      is_guided, is_sold_online, is_step_free, position, booking_mode, pupil_type_id, adult_type_id)
    values ('${of}', '${code}', 'class_programme', '{}', '{}', '{}', '{}', 60, 120, true, false, true, 9, 'request', '${s.museum.ticketTypes.pupil}', '${s.museum.ticketTypes.free}');`;
  const slot = (of: string, no: number) => {
    const date = `date '${s.museum.visitDate}'${no === 7 ? ' + 1' : ''}`;
    const begins = `(${date} + time '${startOf(no)}') at time zone '${s.museum.zone}'`;
    return `insert into timeslot (id, product_id, visit_date, start_time, starts_at, ends_at)
        values ('${of}', '${no === 6 ? others : classes}', ${date}, '${startOf(no)}', ${begins}, ${begins} + interval '1 hour');
      select prepare_timeslots(array['${of}']::uuid[], '{"schools":40}');`;
  };
  const guide = (of: string, no: number) =>
    `insert into guide (id, name, languages) values ('${of}', 'Guide ${no}', '{${no === guides.length - 1 ? 'ru' : 'az'}}');`;
  return [
    product(classes, 'class'),
    product(others, 'other-class'),
    ...slots.map(slot),
    ...guides.map(guide),
    `insert into institution (id, name, folded, kind) values ('${institution}', 'School', 'school', 'school')`,
  ].join('\n');
}

const hash = () => createHash('sha256').update(newId()).digest('hex');

/** A request of ten pupils and two teachers that stands in the queue; of values as SQL writes them. */
export function visit(of: string = first, changes: Record<string, string> = {}): string {
  const values: Record<string, string> = {
    id: `'${of}'`,
    code: `'${of === first ? 'VISIT001' : 'VISIT002'}'`,
    link_hash: `'\\x${hash()}'`,
    request_key: `'${newId()}'`,
    state: "'submitted'",
    product_id: `'${classes}'`,
    institution_id: `'${institution}'`,
    locale: "'az'",
    tour_language: "'az'",
    pupils: '10',
    teachers: '2',
    booker_name: "'Teacher'",
    email: "'teacher@example.az'",
    rules_accepted_at: 'now()',
    ...changes,
  };
  return `insert into group_visit (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
}

type Part = { slot?: number; people?: number; adults?: number; guide?: number | null };

/** Two sub-groups of six at the first two times, each with its guide; or as told. */
export const plan = (parts: Part[] = [{}, {}]) => ({
  subGroups: parts.map((part, index) => ({
    people: part.people ?? 6,
    adults: part.adults ?? 1,
    timeslotId: slots[part.slot ?? index],
    guideId: part.guide === null ? null : guides[part.guide ?? index],
  })),
});
/** The same at the third and fourth time, with the other guides. */
export const later = plan([
  { slot: 2, guide: 2 },
  { slot: 3, guide: 3 },
]);

export const offer = (plans: object[] = [plan()], of: string = first, until = '1 day') =>
  `select offer_plans('${of}', '${JSON.stringify(plans)}', now() + interval '${until}', null, null)`;

const line = (ticketTypeId: string, quantity: number, unitPriceMinor: number) => ({
  ticketTypeId,
  quantity,
  unitPriceMinor,
  taxMinor: 0,
});

/** What a visit's order is made of. */
export const request = (s: Scene, options: { orderId?: string; pupils?: number; teachers?: number } = {}) =>
  JSON.stringify({
    orderId: options.orderId ?? id('00d', 1),
    code: 'GROUP001',
    linkHash: hash(),
    currency: 'AZN',
    lines: [
      line(s.museum.ticketTypes.pupil, options.pupils ?? 10, 200),
      line(s.museum.ticketTypes.free, options.teachers ?? 2, 0),
    ],
  });

/** Taking the first plan of a visit's latest offer. */
export const accept = (s: Scene, of: string = first, orderId?: string) =>
  `select accept_plan((select p.id from group_plan p join group_offer o on o.id = p.offer_id where p.visit_id = '${of}'
     order by o.offered_at desc, p.rank limit 1), '${request(s, { orderId })}') as answer`;
export const end = (next: string, of: string = first) => `select end_visit('${of}', '${next}', 'other')`;
/** The open offer of a visit. */
export const endOffer = (next: string, of: string = first) =>
  `select end_group_offer((select id from group_offer where visit_id = '${of}' limit 1), '${next}', 'submitted') as ended`;
export const swap = (s: Scene, to: object = later, of: string = first) =>
  `select swap_plan('${of}', '${JSON.stringify(to)}', '${request(s)}')`;

export const offered = () => [visit(), offer()];
export const agreed = (s: Scene) => [visit(), offer(), accept(s)];

/** As `refuses`, in the world of classes. */
export function groupRefuses(
  as: 'app' | 'owner',
  expected: string,
  statements: (s: Scene) => string | string[],
  layers: string[] = [],
): Guard['proof'] {
  return async (s) => {
    await s.owner(world(s));
    for (const layer of layers) await s.owner(layer);
    await refuses(as, expected, statements)(s);
  };
}

/** Prepared by the owner, refused to the app. */
export function groupRefusesAfter(
  prepare: (s: Scene) => string[],
  expected: string,
  statements: (s: Scene) => string | string[],
): Guard['proof'] {
  return async (s) => {
    await s.owner(world(s));
    for (const text of prepare(s)) await s.owner(text);
    await refuses('app', expected, statements)(s);
  };
}

/** After all of these, the query must find exactly one row. */
export function groupFinds(statements: (s: Scene) => string[], query: string, breach: string): Guard['proof'] {
  return async (s) => {
    await s.owner(world(s));
    for (const text of statements(s)) await s.owner(text);
    if ((await s.owner(query)).rowCount !== 1) throw new Breach(breach);
  };
}

/** The last of these must answer so. */
export function groupAnswers(statements: (s: Scene) => string[], expected: unknown): Guard['proof'] {
  return async (s) => {
    await s.owner(world(s));
    let rows: Record<string, unknown>[] = [];
    for (const text of statements(s)) rows = (await s.app(text)).rows;
    const [answer] = Object.values(rows[0] ?? {});
    if (answer !== expected) throw new Breach(`answered ${JSON.stringify(answer)}`);
  };
}

/** While one has done this and not ended its step, the other must wait. */
export function groupWaits(
  prepare: (s: Scene) => string[],
  one: (s: Scene) => string,
  other: (s: Scene) => string,
): Guard['proof'] {
  return async (s) => {
    await s.owner(world(s));
    for (const text of prepare(s)) await s.owner(text);
    const [holder, waiter] = [await s.another(), await s.another(300)];
    await holder.query('begin');
    await holder.query(one(s));
    await refused(() => waiter.query(other(s)), '55P03');
  };
}

/** One does this and has not ended its step; the other waits for it, and what it is told then (a constraint's name, or nothing) is returned. */
export async function sideBySide(s: Scene, one: string, other: string): Promise<string> {
  const [holder, waiter] = [await s.another(), await s.another()];
  const { pid } = (await waiter.query('select pg_backend_pid() as pid')).rows[0];
  await holder.query('begin');
  await holder.query(one);
  const waiting = waiter.query(other).then(
    () => 'it went through',
    (error: Error & { constraint?: string }) => error.constraint ?? error.message,
  );
  await until(s, `cardinality(pg_blocking_pids(${pid})) > 0`);
  await holder.query('commit');
  return waiting;
}
