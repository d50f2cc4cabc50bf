import { Agent, get } from 'node:http';
import type { Contestant } from '../measure.ts';

/** So many browsers that each ask for a page, read all of it, and ask again. */
export function readers(name: string, url: string, clients: number): Contestant {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const options = { agent, headers: { 'accept-encoding': 'gzip' } };
  return {
    name,
    clients,
    work: () =>
      new Promise<void>((resolve, reject) => {
        get(url, options, (response) => {
          if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
          response.resume().once('end', resolve).once('error', reject);
        }).once('error', reject);
      }),
  };
}
