import { decodeBase45, encodeBase45 } from '#lib/platform/base45.ts';
import { addDays, daysBetween, type IsoDate } from '#lib/platform/time.ts';
import type { TicketSigningKey, TicketVerifyKeys } from './ticket-keys.ts';

/**
 * What a ticket's QR code says: who the ticket is, not when it admits. So a ticket moved to another time keeps its code.
 * `lastDate` is the last day on which it could admit at all; `partySize` is the one at issue.
 */
export type TicketTokenPayload = { ticketId: string; tokenVersion: number; lastDate: IsoDate; partySize: number };

export type TicketTokenFault = 'malformed' | 'unknown_version' | 'unknown_key' | 'bad_signature' | 'other_museum';
export type TicketTokenVerdict = { ok: true; payload: TicketTokenPayload } | { ok: false; code: TicketTokenFault };

// "MV:" then Base45 of: version 1, key id 1, ticket id 16, ticket version 2, museum 4, last date 2, party size 2,
// signature 64. Numbers are big-endian. The prefix also keeps a blank, which Base45 knows, from standing first, where
// scanners and people would lose it; the last character of a full group is never one.
const prefix = 'MV:';
const formatVersion = 1;
const bodyLength = 28;
const signatureLength = 64;
const tokenTextLength = prefix.length + ((bodyLength + signatureLength) / 2) * 3;
const longestText = 512;
const firstDate = '2020-01-01';
const largest = 0xffff;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The text of a ticket's QR code: 141 characters, all of QR's alphanumeric mode. No personal data.
 * Throws when a part does not fit: that is a bug of the caller, not of a visitor.
 */
export async function encodeTicketToken(payload: TicketTokenPayload, key: TicketSigningKey): Promise<string> {
  if (!uuidPattern.test(payload.ticketId)) throw new RangeError('ticketId is no uuid');
  const body = new Uint8Array(bodyLength);
  const view = new DataView(body.buffer);
  body[0] = formatVersion;
  body[1] = inRange(key.keyId, 0, 255, 'keyId');
  const hex = payload.ticketId.replaceAll('-', '');
  for (let index = 0; index < 16; index += 1)
    body[2 + index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  view.setUint16(18, inRange(payload.tokenVersion, 1, largest, 'tokenVersion'));
  body.set(key.museum, 20);
  view.setUint16(24, inRange(daysBetween(firstDate, payload.lastDate), 0, largest, 'lastDate'));
  view.setUint16(26, inRange(payload.partySize, 1, largest, 'partySize'));
  const signature = await crypto.subtle.sign('Ed25519', key.privateKey, signedMessage(body));
  const bytes = new Uint8Array(bodyLength + signatureLength);
  bytes.set(body);
  bytes.set(new Uint8Array(signature), bodyLength);
  return prefix + encodeBase45(bytes);
}

/**
 * Judges what a scanner read, exactly as read: nothing is trimmed or mended. In this order: form, version, key,
 * signature, museum; only then is a meaning taken from it. Needs WebCrypto Ed25519 (Node, Chrome 137+, Firefox 129+,
 * Safari 17+). Correctness 2.6, failure 64.
 */
export async function verifyTicketToken(text: string, keys: TicketVerifyKeys): Promise<TicketTokenVerdict> {
  if (text.length > longestText || !text.startsWith(prefix)) return { ok: false, code: 'malformed' };
  const bytes = decodeBase45(text.slice(prefix.length));
  if (!bytes || bytes.length < 2) return { ok: false, code: 'malformed' };
  if (bytes[0] !== formatVersion) return { ok: false, code: 'unknown_version' };
  if (text.length !== tokenTextLength) return { ok: false, code: 'malformed' };
  const publicKey = keys.publicKeys.get(bytes[1] ?? -1);
  if (!publicKey) return { ok: false, code: 'unknown_key' };
  const body = bytes.slice(0, bodyLength);
  const signature = bytes.slice(bodyLength);
  const isGenuine = await crypto.subtle.verify('Ed25519', publicKey, signature, signedMessage(body));
  if (!isGenuine) return { ok: false, code: 'bad_signature' };
  if (keys.museum.some((byte, index) => byte !== body[20 + index])) return { ok: false, code: 'other_museum' };
  return { ok: true, payload: readBody(body) };
}

// What is signed is never mistaken for anything else the same key might sign.
function signedMessage(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const domain = new TextEncoder().encode('museum-visits/ticket/v1\0');
  const message = new Uint8Array(domain.length + body.length);
  message.set(domain);
  message.set(body, domain.length);
  return message;
}

function readBody(body: Uint8Array<ArrayBuffer>): TicketTokenPayload {
  const view = new DataView(body.buffer);
  const hex = Array.from(body.subarray(2, 18), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    ticketId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    tokenVersion: view.getUint16(18),
    lastDate: addDays(firstDate, view.getUint16(24)),
    partySize: view.getUint16(26),
  };
}

function inRange(value: number, least: number, most: number, what: string): number {
  if (!Number.isInteger(value) || value < least || value > most) throw new RangeError(`${what} does not fit a ticket`);
  return value;
}
