import { setTimeout as pause } from 'node:timers/promises';

/** What a visitor wants, and how the museum is reached. */
export type Wish = {
  url: string;
  product: string;
  date: string;
  timeslotId: string;
  people: number;
  /** The network address they come from, as a proxy would tell. */
  address: string;
  /** Draws between 0 and 1. */
  chance: () => number;
  /** Gives up after this moment (performance.now). */
  until: number;
};

export type RushLog = {
  answers: Map<number, number>;
  holdMs: number[];
  /** Seconds that somebody stood in the line; 0 for those who never did. */
  waitedSeconds: number[];
  cutOff: number;
};

/** How it ended: places held, none left for them, or nothing that one could tell a visitor. */
export type Outcome = 'held' | 'sold_out' | 'nothing';

/** One visitor with a browser: looks at the product, the day, takes the time; waits where they are told to. */
export async function visitInRush(wish: Wish, log: RushLog): Promise<Outcome> {
  const cookies = new Map<string, string>();
  const dayPath = `/az/visit/${wish.product}/${wish.date}?people=${wish.people}`;
  const think = (seconds: number) => pause(1000 * seconds * (0.5 + wish.chance()));
  let waited = 0;

  async function ask(
    path: string,
    form?: URLSearchParams,
  ): Promise<{ status: number; location: string; text: string }> {
    const answer = await fetch(`${wish.url}${path}`, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: {
        'x-forwarded-for': wish.address,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin: wish.url, referer: `${wish.url}${dayPath}` } : {}),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    log.answers.set(answer.status, (log.answers.get(answer.status) ?? 0) + 1);
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
  }

  /** A page, through the line if there is one: whoever waits looks again as the page does. */
  async function page(path: string): Promise<string> {
    for (;;) {
      const { text } = await ask(path);
      if (!text.includes('role="status"') || !text.includes('/_line')) return text;
      if (performance.now() > wish.until) return '';
      const from = performance.now();
      await pause(4000 + 4000 * wish.chance());
      waited += (performance.now() - from) / 1000;
    }
  }

  try {
    await page(`/az/visit/${wish.product}?people=${wish.people}`);
    await think(2);
    while (performance.now() < wish.until) {
      const text = await page(dayPath);
      const requestKey = /name="requestKey" value="([^"]+)"/.exec(text)?.[1];
      if (!text.includes(`value="${wish.timeslotId}"`) || !requestKey) {
        // Not on sale yet: they look again. Full: that is an answer.
        if (!text.includes('slot later')) return text.includes('slot full') ? 'sold_out' : 'nothing';
        await think(4);
        continue;
      }
      await think(2);
      const form = new URLSearchParams({
        product: wish.product,
        date: wish.date,
        people: String(wish.people),
        timeslotId: wish.timeslotId,
        requestKey,
      });
      const from = performance.now();
      const { location } = await ask('/az/visit/hold', form);
      const took = performance.now() - from;
      // Back to the page without a word: the line had begun meanwhile.
      if (!location.includes('/order/') && !location.includes('refused=')) continue;
      log.holdMs.push(took);
      if (location.includes('/order/')) {
        await ask(`${location}/tickets`);
        return 'held';
      }
      if (/refused=full/.test(location)) {
        await page(location);
        return 'sold_out';
      }
      await think(1);
    }
    return 'nothing';
  } catch {
    log.cutOff += 1;
    return 'nothing';
  } finally {
    log.waitedSeconds.push(waited);
  }
}
