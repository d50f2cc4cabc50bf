const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const valueByCharacter = new Map([...alphabet].map((character, value) => [character, value]));

/** Bytes as Base45 (RFC 9285): two bytes in three characters that a QR code stores in its compact alphanumeric mode. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 2) {
    const high = bytes[index] ?? 0;
    const low = bytes[index + 1];
    const number = low === undefined ? high : high * 256 + low;
    text += alphabet.charAt(number % 45) + alphabet.charAt(Math.floor(number / 45) % 45);
    if (low !== undefined) text += alphabet.charAt(Math.floor(number / 2025));
  }
  return text;
}

/**
 * The bytes of a Base45 text, or null for anything that `encodeBase45` could not have written: no trimming, no other
 * letters, no value past its bytes. So each sequence of bytes has exactly one text.
 */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> | null {
  const rest = text.length % 3;
  if (rest === 1) return null;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (rest === 2 ? 1 : 0));
  let at = 0;
  for (let index = 0; index < text.length; index += 3) {
    const first = valueByCharacter.get(text.charAt(index));
    const second = valueByCharacter.get(text.charAt(index + 1));
    if (first === undefined || second === undefined) return null;
    if (index + 2 === text.length) {
      const number = first + second * 45;
      if (number > 255) return null;
      bytes[at++] = number;
      continue;
    }
    const third = valueByCharacter.get(text.charAt(index + 2));
    if (third === undefined) return null;
    const number = first + second * 45 + third * 2025;
    if (number > 65535) return null;
    bytes[at++] = number >> 8;
    bytes[at++] = number & 255;
  }
  return bytes;
}
