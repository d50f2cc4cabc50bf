import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Posts JSON on a connection of its own: one that is kept may be closed by the other side at the moment it is used again, and then
 * nobody knows what happened.
 */
export async function post(address: string, body: object): Promise<{ status: number; body: unknown }> {
  const asked = request(address, { method: 'POST', agent: false });
  asked.end(JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) };
}
