import { expect, type Page } from '@playwright/test';
import { hashLinkToken } from '#lib/platform/ids.ts';
import { ask } from './museum-outside.ts';
import type { Journey } from './visitor.ts';

export type VisitTime = { timeslotId: string; product: string; date: string; time: string };

/** A time some days ahead with room for eight in each of its pools, drawn by lot so that journeys do not meet. */
export async function roomyTime(product: string): Promise<VisitTime> {
  const [found] = await ask<VisitTime>(
    `select t.id as "timeslotId", p.code as product, t.visit_date::text as date, to_char(t.start_time, 'HH24:MI') as time
       from timeslot t join product p on p.id = t.product_id
       join pool_set s on s.timeslot_id = t.id and s.is_current and s.lane = 'public'
       join pool_set_member m on m.pool_set_id = s.id join pool q on q.id = m.pool_id
      where p.code = $1 and t.state = 'on_sale' and t.visit_date between current_date + 3 and current_date + 40
      group by t.id, p.code having min(q.capacity + q.overbook - q.held - q.sold) >= 8 and bool_and(q.status = 'on_sale')
      order by random() limit 1`,
    [product],
  );
  if (!found) throw new Error(`no time of ${product} has room`);
  return found;
}

/** A time that sleeps until a manager opens it, at an hour at which nothing else begins. */
export async function dormantTime(product: string, date: string, time = '19:07'): Promise<VisitTime> {
  const [made] = await ask<{ id: string }>(
    `with rule as (
       insert into schedule_rule (product_id, weekdays, start_times, lanes, valid_from, valid_until, is_dormant)
       select id, '{1,2,3,4,5,6,7}', array[$3::time], '{"public": 10}', $2, $2, true from product where code = $1 returning id, product_id)
     insert into timeslot (product_id, schedule_rule_id, visit_date, start_time, starts_at, ends_at)
     select r.product_id, r.id, $2, $3, ($2::date + $3::time) at time zone m.time_zone, ($2::date + $3::time) at time zone m.time_zone + interval '45 minutes'
       from rule r cross join museum m returning id`,
    [product, date, time],
  );
  if (!made) throw new Error('no time was made');
  await ask('select prepare_timeslots(array[$1::uuid])', [made.id]);
  return { timeslotId: made.id, product, date, time };
}

/** Opens the times of a day for so many people, as a link in a letter would. */
export async function openDay({ page, locale }: Journey, visit: VisitTime, people: number): Promise<void> {
  await page.goto(`/${locale}/visit/${visit.product}/${visit.date}?people=${people}`);
}

/** The button that holds this time. */
export const timeButton = (page: Page, visit: VisitTime) => page.locator(`button[value="${visit.timeslotId}"]`);

/** Holds places at a roomy time; the visitor then stands on the tickets page. */
export async function hold(journey: Journey, product: string, people: number): Promise<VisitTime> {
  const visit = await roomyTime(product);
  await openDay(journey, visit, people);
  await timeButton(journey.page, visit).click();
  await expect(journey.page).toHaveURL(/\/order\/[A-Za-z0-9_-]{32}\/tickets$/);
  return visit;
}

/** Others take what is free at this time, but for `leave` places. Holds whose time is over give way first. */
export async function othersTake(visit: VisitTime, leave: number): Promise<void> {
  await ask(`select release_run_out(100, (select array_agg(id) from pool where timeslot_id = $1))`, [visit.timeslotId]);
  await ask(`delete from pool_release where pool_id in (select id from pool where timeslot_id = $1)`, [
    visit.timeslotId,
  ]);
  await ask(
    `update pool set overbook = 0, withheld = 0, opens_at = null, capacity = held + sold + $2, promised = held + sold + $2 + given where timeslot_id = $1 and kind = 'lane' and lane = 'public'`,
    [visit.timeslotId, leave],
  );
}

/** The order whose page is open. */
export async function orderOn(
  page: Page,
): Promise<{ id: string; code: string; state: string; totalMinor: number; payments: string[]; capturedMinor: number }> {
  const token = /\/order\/([A-Za-z0-9_-]{32})/.exec(page.url())?.[1] ?? '';
  const [order] = await ask(
    `select o.id, o.code, o.state, o.total_minor as "totalMinor",
            (select coalesce(array_agg(p.state order by p.created_at, p.id), '{}') from payment p where p.order_id = o.id) as payments,
            (select coalesce(sum(p.captured_minor), 0)::int from payment p where p.order_id = o.id) as "capturedMinor"
       from orders o where o.link_hash = $1`,
    [hashLinkToken(token)],
  );
  return order as Awaited<ReturnType<typeof orderOn>>;
}

/** The time of the open order's hold is over, by the database's clock. */
export async function holdRunsOut(page: Page): Promise<void> {
  const { id } = await orderOn(page);
  await ask(
    `update orders set held_at = least(held_at, now() - interval '50 minutes'), expires_at = now() - interval '1 second'
      where id = $1`,
    [id],
  );
}
