import { expect } from '@playwright/test';
import pg from 'pg';

/** What the museum has sent to an address, as its mailbox tells. */
export type Letter = {
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; size: number; path: string }[];
};

/** Waits for a letter to come: mail goes through the worker and real SMTP. */
export async function letterTo(address: string, howMany = 1): Promise<Letter> {
  const url = `${process.env.MUSEUM_MAILBOX_URL}/api/messages?to=${encodeURIComponent(address)}`;
  let letters: Letter[] = [];
  await expect
    .poll(
      async () => {
        letters = (await (await fetch(url)).json()) as Letter[];
        return letters.length;
      },
      { timeout: 20_000 },
    )
    .toBe(howMany);
  return letters[0] as Letter;
}

/** Asks the museum's database as its owner: to set a scene, or to see what a page does not show. */
export async function ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.MUSEUM_OWNER_URL });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Moves the visit of an order to this very minute, or to minutes from now on this day, whatever the hour of the test. */
export async function visitIsNow(orderCode: string, inMinutes = 0): Promise<void> {
  const times = await ask<{ id: string }>(
    'select distinct l.timeslot_id as id from orders o join order_line l on l.order_id = o.id where o.code = $1',
    [orderCode],
  );
  for (const { id } of times) await timeIsNow(id, inMinutes);
}

/** The same for one time. Date and hour go with the instant: a time left half moved would be offered to other tests. */
export async function timeIsNow(timeslotId: string, inMinutes = 0): Promise<void> {
  await ask(
    `update timeslot t set starts_at = now() + make_interval(mins => $2), ends_at = now() + make_interval(mins => $2 + 60),
            visit_date = (now() at time zone m.time_zone)::date, guide_id = null,
            start_time = ((now() + make_interval(mins => $2)) at time zone m.time_zone)::time(0)
       from museum m where t.id = $1`,
    [timeslotId, inMinutes],
  );
}
