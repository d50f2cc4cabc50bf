import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const brotli = promisify(brotliCompress);

export type Encoding = 'br' | 'gzip' | 'identity';

/** A page as it is kept: what is the same for everybody, and the places between where each visitor gets a key of their own. */
export type PackedPage = {
  /** Tells whether the browser has this very page; null where no two visitors get the same one. */
  etag: string | null;
  bytes: number;
  /** The body for one visitor, in the best of the encodings that the browser takes. */
  bodyFor(accepts: string): Promise<{ encoding: Encoding; body: Buffer }>;
};

// The key by which a form sent twice is one order (decision 007). It must differ from visitor to visitor.
const requestKey = /(?<=\bname="requestKey" value=")[0-9a-f-]{36}(?=")/g;

/** Keeps a page's text compressed, with a hole for each key that must be new for every visitor. */
export function packPage(html: string): PackedPage {
  const parts = html.split(requestKey).map((part) => Buffer.from(part));
  const whole = parts.length === 1 ? parts[0] : undefined;
  const etag = whole ? `"${createHash('sha256').update(whole).digest('base64url').slice(0, 22)}"` : null;
  let gzipped: Promise<Buffer[]> | undefined;
  let brotlied: Promise<Buffer> | undefined;
  return {
    etag,
    bytes: parts.reduce((sum, part) => sum + part.length, 0),
    async bodyFor(accepts) {
      if (whole && /\bbr\b/.test(accepts)) {
        brotlied ??= brotli(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
        return { encoding: 'br', body: await brotlied };
      }
      const keys = parts.slice(1).map(() => Buffer.from(randomUUID()));
      if (!/\bgzip\b/.test(accepts)) return { encoding: 'identity', body: withKeys(parts, keys) };
      gzipped ??= Promise.all(parts.map(squeeze));
      return { encoding: 'gzip', body: gzipOf(await gzipped, keys, withKeys(parts, keys)) };
    },
  };
}

function withKeys(parts: readonly Buffer[], keys: readonly Buffer[]): Buffer {
  return Buffer.concat(parts.flatMap((part, index) => [part, keys[index] ?? Buffer.alloc(0)]));
}

// A full flush ends on a whole byte and refers to nothing before it: what is squeezed apart can be put in one stream.
function squeeze(part: Buffer, index: number, all: readonly Buffer[]): Promise<Buffer> {
  const isLast = index === all.length - 1;
  return deflate(part, { level: 9, finishFlush: isLast ? constants.Z_FINISH : constants.Z_FULL_FLUSH });
}

const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);

/** One gzip stream (RFC 1952) of squeezed parts, each key between them as a stored block (RFC 1951, 3.2.4). */
function gzipOf(squeezed: readonly Buffer[], keys: readonly Buffer[], whole: Buffer): Buffer {
  const blocks = squeezed.flatMap((part, index) => {
    const key = keys[index];
    if (!key) return [part];
    const head = Buffer.alloc(5);
    head.writeUInt16LE(key.length, 1);
    head.writeUInt16LE(key.length ^ 0xffff, 3);
    return [part, head, key];
  });
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(whole), 0);
  tail.writeUInt32LE(whole.length, 4);
  return Buffer.concat([gzipHead, ...blocks, tail]);
}
