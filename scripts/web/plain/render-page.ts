import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** The framework's way to answer a request. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A whole answer, with nothing sent yet. */
export type RenderedPage = { status: number; headers: Record<string, string>; body: Buffer };

/** Lets the framework answer a request of our own making and waits for the whole answer. */
export async function renderPage(
  handle: Handle,
  url: string,
  headers: Record<string, string | string[] | undefined>,
): Promise<RenderedPage> {
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = url;
  Object.assign(request.headers, headers);
  request.push(null);
  const response = new GatheredResponse(request);
  await handle(request, response);
  return {
    status: response.statusCode,
    headers: Object.fromEntries(
      Object.entries(response.getHeaders()).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: await response.gathered,
  };
}

/** Keeps what is written instead of sending it. */
class GatheredResponse extends ServerResponse {
  readonly gathered: Promise<Buffer>;
  readonly #chunks: Buffer[] = [];
  readonly #done: (body: Buffer) => void;

  constructor(request: IncomingMessage) {
    super(request);
    const { promise, resolve } = Promise.withResolvers<Buffer>();
    this.gathered = promise;
    this.#done = resolve;
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#keep(chunk, rest);
    calledBack(rest);
    return true;
  }

  override end(...given: unknown[]): this {
    if (this.finished) return this;
    const [chunk, ...rest] = given;
    this.#keep(typeof chunk === 'function' ? undefined : chunk, rest);
    this.finished = true;
    this.#done(Buffer.concat(this.#chunks));
    process.nextTick(() => {
      this.emit('finish');
      this.emit('close');
      calledBack(given);
    });
    return this;
  }

  #keep(chunk: unknown, rest: unknown[]): void {
    if (!this.headersSent) this.writeHead(this.statusCode);
    if (typeof chunk === 'string') {
      this.#chunks.push(Buffer.from(chunk, typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : 'utf8'));
    } else if (chunk instanceof Uint8Array) this.#chunks.push(Buffer.from(chunk));
  }
}

function calledBack(given: unknown[]): void {
  const last = given.at(-1);
  if (typeof last === 'function') last();
}
