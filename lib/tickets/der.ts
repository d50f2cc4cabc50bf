/** ASN.1 in its distinguished encoding (X.690), as far as a signature needs it: written from parts, and read one level deep. */
export type DerPart = { tag: number; content: Uint8Array; bytes: Uint8Array };

export const derTags = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value: tag, length, and what the parts hold one after the other. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

/** A set, whose members stand in the order of their bytes. */
export function derSet(...members: readonly Uint8Array[]): Buffer {
  return der(derTags.set, ...[...members].sort(Buffer.compare));
}

/** An object identifier: "1.2.840.113549.1.7.2". */
export function derOid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift(0x80 | (left & 0x7f));
    return digits;
  });
  return der(derTags.oid, Buffer.from(bytes));
}

/** The values that stand one after the other in `bytes`. Throws where they are cut short. */
export function readDer(bytes: Uint8Array): DerPart[] {
  const parts: DerPart[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
      at += count;
    }
    if (at + length > bytes.length) throw new RangeError('cut short');
    parts.push({
      tag,
      content: bytes.subarray(at, at + length),
      bytes: bytes.subarray(start, at + length),
    });
    at += length;
  }
  return parts;
}
