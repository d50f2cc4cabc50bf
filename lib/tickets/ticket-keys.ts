/** A key as it is kept: `publicKey` raw (32 bytes), `privateKey` PKCS #8, both base64url; `keyId` 0 to 255. */
export type StoredPublicKey = { keyId: number; publicKey: string };
export type StoredPrivateKey = { keyId: number; privateKey: string };

/** What signs the tickets of one museum. `museum` is the mark that `museumMark` makes of its slug. */
export type TicketSigningKey = { keyId: number; privateKey: CryptoKey; museum: Uint8Array<ArrayBuffer> };

/** What a door needs to know a ticket of its museum: the public keys that still count, by id. */
export type TicketVerifyKeys = { publicKeys: ReadonlyMap<number, CryptoKey>; museum: Uint8Array<ArrayBuffer> };

/** The signing key, server only. */
export async function importSigningKey(stored: StoredPrivateKey, museumSlug: string): Promise<TicketSigningKey> {
  const bytes = fromBase64Url(stored.privateKey);
  const privateKey = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', false, ['sign']);
  return { keyId: stored.keyId, privateKey, museum: await museumMark(museumSlug) };
}

/** The verifying keys, on the server and on a device alike. A key taken from the list ends every ticket it signed. */
export async function importVerifyKeys(
  stored: readonly StoredPublicKey[],
  museumSlug: string,
): Promise<TicketVerifyKeys> {
  const publicKeys = new Map<number, CryptoKey>();
  for (const { keyId, publicKey } of stored) {
    const bytes = fromBase64Url(publicKey);
    publicKeys.set(keyId, await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']));
  }
  return { publicKeys, museum: await museumMark(museumSlug) };
}

/** Four bytes that tell museums apart: two that share a key by mistake still refuse each other's tickets. */
export async function museumMark(museumSlug: string): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(museumSlug));
  return new Uint8Array(digest, 0, 4).slice();
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
