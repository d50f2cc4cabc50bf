import { crc32, deflateSync } from 'node:zlib';

// The barred window of app/icon.svg, on its grid of 32: the frame, and the panes cut out of it.
const grid = 32;
const frame = [5, 3, 27, 29] as const;
const panes = [
  [7, 5, 12, 13],
  [14, 5, 18, 13],
  [20, 5, 25, 13],
  [7, 15, 12, 27],
  [14, 15, 18, 27],
  [20, 15, 25, 27],
] as const;
const paper = [0xf6, 0xf3, 0xec] as const;
const ink = [0x1b, 0x1a, 0x17] as const;
const samples = 4;

/** The museum's sign as a square PNG, `side` pixels wide. */
export function passIcon(side: number): Buffer {
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + side * 3);
    for (let x = 0; x < side; x += 1) {
      const share = inkShare(x, y, side);
      for (const channel of [0, 1, 2] as const) {
        row[1 + x * 3 + channel] = Math.round(paper[channel] + (ink[channel] - paper[channel]) * share);
      }
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function inkShare(x: number, y: number, side: number): number {
  let inked = 0;
  for (let sample = 0; sample < samples * samples; sample += 1) {
    const across = ((x + ((sample % samples) + 0.5) / samples) * grid) / side;
    const down = ((y + (Math.floor(sample / samples) + 0.5) / samples) * grid) / side;
    const isIn = ([left, top, right, bottom]: readonly [number, number, number, number]) =>
      across >= left && across < right && down >= top && down < bottom;
    if (isIn(frame) && !panes.some(isIn)) inked += 1;
  }
  return inked / (samples * samples);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
