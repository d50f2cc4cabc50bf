import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { required } from '#lib/platform/result.ts';
import { der, derOid, derSet, derTags, readDer } from './der.ts';

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
} as const;

const nothing = der(derTags.null);

/**
 * A detached PKCS #7 signature (RFC 2315, as RFC 5652 reads it) over `content`: SHA-256 and RSA, with the time of signing, the
 * signer's certificate and the one that issued it. What Apple asks of a pass. Keys and certificates are PEM.
 */
export function signDetached(
  content: Uint8Array,
  keys: { certificate: string; privateKey: string; issuer: string },
  signedAt: Date,
): Buffer {
  const certificate = new X509Certificate(keys.certificate);
  const issuer = new X509Certificate(keys.issuer);
  const digestAlgorithm = der(derTags.sequence, derOid(oids.sha256), nothing);
  const attribute = (oid: string, value: Uint8Array) => der(derTags.sequence, derOid(oid), derSet(value));
  const attributes = derSet(
    attribute(oids.contentType, derOid(oids.data)),
    attribute(oids.signingTime, der(derTags.utcTime, Buffer.from(utcTime(signedAt)))),
    attribute(oids.messageDigest, der(derTags.octets, createHash('sha256').update(content).digest())),
  );
  const signature = sign('sha256', attributes, createPrivateKey(keys.privateKey));
  // What is signed is a set; where it stands it bears the mark of its place instead.
  const placed = Buffer.from(attributes);
  placed[0] = 0xa0;
  const version = der(derTags.integer, Buffer.from([1]));
  const signer = der(
    derTags.sequence,
    version,
    issuerAndSerial(certificate),
    digestAlgorithm,
    placed,
    der(derTags.sequence, derOid(oids.rsa), nothing),
    der(derTags.octets, signature),
  );
  const signed = der(
    derTags.sequence,
    version,
    derSet(digestAlgorithm),
    der(derTags.sequence, derOid(oids.data)),
    der(0xa0, certificate.raw, issuer.raw),
    derSet(signer),
  );
  return der(derTags.sequence, derOid(oids.signedData), der(0xa0, signed));
}

/** By which a signer is found among certificates: who issued it, and under which number. */
function issuerAndSerial(certificate: X509Certificate): Buffer {
  const [outer] = readDer(certificate.raw);
  const [body] = readDer(required(outer, 'a certificate').content);
  const parts = readDer(required(body, 'a certificate’s body').content);
  // A version may stand before the number; then come the algorithm and the issuer.
  const first = parts[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer] = parts.slice(first);
  return der(
    derTags.sequence,
    required(issuer, 'a certificate’s issuer').bytes,
    required(serial, 'a certificate’s number').bytes,
  );
}

const utcTime = (at: Date) => `${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
