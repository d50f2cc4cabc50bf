import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { der, derOid, derSet, derTags } from '#lib/tickets/der.ts';

const attributes = { CN: '2.5.4.3', OU: '2.5.4.11', O: '2.5.4.10', UID: '0.9.2342.19200300.100.1.1' } as const;
type Name = Partial<Record<keyof typeof attributes, string>>;

const utf8 = 0x0c;
const algorithm = der(derTags.sequence, derOid('1.2.840.113549.1.1.11'), der(derTags.null));
const pem = (label: string, bytes: Buffer) =>
  `-----BEGIN ${label}-----\n${bytes
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trim()}\n-----END ${label}-----\n`;
const nameOf = (name: Name) =>
  der(
    derTags.sequence,
    ...Object.entries(name).map(([key, value]) =>
      derSet(der(derTags.sequence, derOid(attributes[key as keyof typeof attributes]), der(utf8, Buffer.from(value)))),
    ),
  );
const yes = der(0x01, Buffer.from([0xff]));
/** The extension that lets a certificate issue others. */
const mayIssue = der(
  0xa3,
  der(
    derTags.sequence,
    der(derTags.sequence, derOid('2.5.29.19'), yes, der(derTags.octets, der(derTags.sequence, yes))),
  ),
);
const time = (at: Date) => der(derTags.utcTime, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

export type TestCertificate = { certificate: string; privateKey: string; key: KeyObject; subject: Name };

/** An RSA key with an X.509 certificate, signed by `issuer` or by itself: for tests of whatever is signed with one. */
export function testCertificate(
  subject: Name,
  options: { issuer?: TestCertificate; validUntil?: Date; serial?: number } = {},
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { issuer } = options;
  const until = options.validUntil ?? new Date('2048-01-01');
  const body = der(
    derTags.sequence,
    der(0xa0, der(derTags.integer, Buffer.from([2]))),
    der(derTags.integer, Buffer.from([options.serial ?? 0x4d])),
    algorithm,
    nameOf(issuer?.subject ?? subject),
    der(derTags.sequence, time(new Date('2020-01-01')), time(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(issuer ? [] : [mayIssue]),
  );
  const signature = sign('sha256', body, issuer?.key ?? privateKey);
  const certificate = der(derTags.sequence, body, algorithm, der(0x03, Buffer.from([0]), signature));
  return {
    certificate: pem('CERTIFICATE', certificate),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    key: privateKey,
    subject,
  };
}

/** Keys as Apple gives them to a museum: its own certificate and key, and the one that issued it. */
export function testPassKeys(options: { validUntil?: Date } = {}) {
  const wwdr = testCertificate({ CN: 'Test WWDR', OU: 'G4', O: 'Test' });
  const own = testCertificate(
    { UID: 'pass.az.museum.visit', CN: 'Pass Type ID: pass.az.museum.visit', OU: 'A1B2C3D4E5', O: 'Test' },
    { issuer: wwdr, ...options },
  );
  return {
    passTypeId: 'pass.az.museum.visit',
    teamId: 'A1B2C3D4E5',
    certificate: own.certificate,
    privateKey: own.privateKey,
    issuer: wwdr.certificate,
  };
}
