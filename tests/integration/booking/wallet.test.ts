import { createHash, createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { crc32, inflateSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveOrder } from '#lib/booking/move-order.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { startPayment } from '#lib/booking/start-payment.ts';
import { walletPassOf } from '#lib/booking/wallet-pass-of.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { locales } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { renderApplePass } from '#lib/tickets/apple-pass.ts';
import { der, derOid, readDer } from '#lib/tickets/der.ts';
import { googleSaveLink } from '#lib/tickets/google-pass.ts';
import { testPassKeys } from '#tests/support/certificates.ts';
import { staffCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { heldOrder, useTestInstallation } from '#tests/support/held-order.ts';
import { buildMuseum, type TestMuseum } from '#tests/support/museum.ts';

let database: TestDatabase;
let museum: TestMuseum;
let orderId: string;
const keys = testPassKeys();
const now = new Date('2026-12-01T08:09:10Z');

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildMuseum(database.owner);
  const held = await heldOrder(database.db, museum, { free: 2, locale: 'ru' });
  orderId = held.orderId;
  expect(await startPayment(visitorCtx(database.db), { orderId })).toMatchObject({ ok: true });
});
afterAll(() => database.close());

async function passOf(index = 0) {
  const order = required(await findOrderView(database.db, orderId), 'the order');
  const ticket = required(order.tickets[index], 'a ticket');
  const pass = await walletPassOf(order, await getMuseum(database.db), ticket, { beThereMinutes: 10, isTest: false });
  return { pass, order, ticket };
}

/** The files of an archive, each held against its checksum, found by the directory at its end. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
    const [check, size, nameLength] = [at + 16, at + 24, at + 28].map((place, index) =>
      index === 2 ? archive.readUInt16LE(place) : archive.readUInt32LE(place),
    ) as [number, number, number];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(start, start + size);
    expect(crc32(content)).toBe(check);
    files.set(name, content);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

const json = (files: Map<string, Buffer>, name: string) => JSON.parse(required(files.get(name), name).toString('utf8'));

describe('a pass for Apple Wallet', () => {
  it('has every file that Apple asks for, each with its hash in the manifest', async () => {
    const files = unzip(renderApplePass((await passOf()).pass, keys, now));
    const manifest = json(files, 'manifest.json') as Record<string, string>;
    const listed = [...files.keys()].filter((name) => name !== 'manifest.json' && name !== 'signature');
    expect(Object.keys(manifest).sort()).toEqual(listed.sort());
    for (const [name, hash] of Object.entries(manifest)) {
      expect(
        createHash('sha1')
          .update(required(files.get(name), name))
          .digest('hex'),
      ).toBe(hash);
    }
    for (const name of ['pass.json', 'icon.png', 'icon@2x.png', 'icon@3x.png', 'logo.png', 'logo@2x.png']) {
      expect(listed).toContain(name);
    }
  });

  it('is signed over the manifest by the certificate of its pass type, with the chain to its issuer', async () => {
    const files = unzip(renderApplePass((await passOf()).pass, keys, now));
    const manifest = required(files.get('manifest.json'), 'the manifest');
    const inside = (bytes: Uint8Array | undefined) => readDer(required(bytes, 'a part'));
    const [info] = readDer(required(files.get('signature'), 'the signature'));
    const [type, wrapped] = inside(info?.content);
    expect(type?.bytes).toEqual(derOid('1.2.840.113549.1.7.2'));
    const [signed] = inside(wrapped?.content);
    const [, digests, content, certificates, signers] = inside(signed?.content);
    expect(inside(inside(digests?.content)[0]?.content)[0]?.bytes).toEqual(derOid('2.16.840.1.101.3.4.2.1'));
    // Detached: the manifest itself is not in it.
    expect(inside(content?.content)).toHaveLength(1);
    const [own, issuer] = inside(certificates?.content).map(({ bytes }) => new X509Certificate(bytes)) as [
      X509Certificate,
      X509Certificate,
    ];
    expect(own.checkIssued(issuer) && own.verify(issuer.publicKey)).toBe(true);
    expect(own.subject).toContain(`UID=${keys.passTypeId}`);
    const [, , , attributes, , signature] = inside(inside(signers?.content)[0]?.content);
    const asSet = Buffer.from(required(attributes?.bytes, 'the attributes'));
    asSet[0] = 0x31;
    expect(verify('sha256', asSet, own.publicKey, required(signature?.content, 'the signature'))).toBe(true);
    const attributeOf = (oid: string) => {
      const found = inside(attributes?.content).find((one) =>
        derOid(oid).equals(inside(one.content)[0]?.bytes ?? Buffer.of()),
      );
      return inside(inside(found?.content)[1]?.content)[0];
    };
    expect(attributeOf('1.2.840.113549.1.9.4')?.content).toEqual(createHash('sha256').update(manifest).digest());
    expect(Buffer.from(required(attributeOf('1.2.840.113549.1.9.5')?.content, 'the time')).toString()).toBe(
      '261201080910Z',
    );
  });

  it('says what the ticket says: its code, its time, its museum', async () => {
    const { pass, ticket } = await passOf();
    const told = json(unzip(renderApplePass(pass, keys, now)), 'pass.json');
    expect(told).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: 'pass.az.museum.visit',
      teamIdentifier: 'A1B2C3D4E5',
      serialNumber: ticket.id,
      groupingIdentifier: orderId,
      organizationName: 'Test museum (ru)',
      voided: false,
      relevantDate: `${museum.visitDate}T10:30:00+05:45`,
      barcodes: [
        { format: 'PKBarcodeFormatQR', message: pass.qrText, messageEncoding: 'iso-8859-1', altText: pass.shortCode },
      ],
    });
    expect(pass.qrText).toMatch(/^MV:[0-9A-Z $%*+./:-]+$/);
    expect(told.description).toContain('10:30');
    const { headerFields, primaryFields, secondaryFields, auxiliaryFields, backFields } = told.eventTicket;
    const all = [headerFields, primaryFields, secondaryFields, auxiliaryFields, backFields].flat();
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    for (const field of all) expect(field.value, field.key).toMatch(/\S/);
    expect([headerFields.length, primaryFields.length]).toEqual([1, 1]);
    expect(headerFields[0].value).toBe('10:30');
    expect(JSON.stringify(backFields)).toContain('Entrance (ru)');
    for (const colour of ['foregroundColor', 'backgroundColor', 'labelColor']) {
      expect(told[colour]).toMatch(/^rgb\(\d{1,3}, \d{1,3}, \d{1,3}\)$/);
    }
  });

  it('speaks az, en and ru: every text of the pass has its words in each', async () => {
    const files = unzip(renderApplePass((await passOf()).pass, keys, now));
    const told = json(files, 'pass.json');
    const shown = Object.values(told.eventTicket as Record<string, { label?: string; value: string }[]>)
      .flat()
      .flatMap(({ label, value }) => (label ? [label, value] : [value]));
    for (const locale of locales) {
      const strings = required(files.get(`${locale}.lproj/pass.strings`), locale).toString('utf8');
      const pairs = [...strings.matchAll(/^"((?:[^"\\]|\\.)*)" = "((?:[^"\\]|\\.)*)";$/gm)];
      expect(pairs.length).toBe(strings.trim().split('\n').length);
      const keysOf = new Map(
        pairs.map(([, from = '', to]) => [from.replaceAll('\\n', '\n').replaceAll('\\"', '"'), to]),
      );
      for (const text of shown) expect(keysOf.has(text), `${locale}: ${text}`).toBe(true);
      expect(keysOf.get('Full route (ru)')).toBe(locale === 'en' ? 'Full route' : `Full route (${locale})`);
    }
  });

  it('has icons of the right sizes that are pictures', async () => {
    const files = unzip(renderApplePass((await passOf()).pass, keys, now));
    const sides = {
      'icon.png': 29,
      'icon@2x.png': 58,
      'icon@3x.png': 87,
      'logo.png': 50,
      'logo@2x.png': 100,
      'logo@3x.png': 150,
    };
    for (const [name, side] of Object.entries(sides)) {
      const png = required(files.get(name), name);
      expect(png.toString('latin1', 1, 4)).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([side, side]);
      const data = png.indexOf('IDAT');
      const pixels = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
      expect(pixels.length).toBe(side * (side * 3 + 1));
      expect(png.length).toBeLessThan(20_000);
    }
  });
});

describe('a pass for Google Wallet', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const google = {
    issuerId: '3388000000012345678',
    account: 'tickets@museum.iam.gserviceaccount.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
  const read = (link: string) => {
    const [head = '', body = '', signature = ''] = link.slice('https://pay.google.com/gp/v/save/'.length).split('.');
    const isGenuine = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      Buffer.from(signature, 'base64url'),
    );
    const part = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return { isGenuine, head: part(head), claims: part(body) };
  };

  it('is a link with a signed visit and ticket, as Google asks for them', async () => {
    const { pass } = await passOf();
    const link = googleSaveLink(pass, google, { origin: 'https://museum.test', now });
    expect(link).toMatch(/^https:\/\/pay\.google\.com\/gp\/v\/save\/[\w-]+\.[\w-]+\.[\w-]+$/);
    const { isGenuine, head, claims } = read(link);
    expect(isGenuine).toBe(true);
    expect(head).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(claims).toMatchObject({
      iss: google.account,
      aud: 'google',
      typ: 'savetowallet',
      iat: Math.floor(now.getTime() / 1000),
      origins: ['https://museum.test'],
    });
    const [visit] = claims.payload.eventTicketClasses;
    const [ticket] = claims.payload.eventTicketObjects;
    for (const id of [visit.id, ticket.id]) expect(id).toMatch(/^3388000000012345678\.[\w.-]{1,64}$/);
    expect(visit).toMatchObject({
      issuerName: 'Test museum (ru)',
      reviewStatus: 'UNDER_REVIEW',
      eventName: { defaultValue: { language: 'ru', value: 'Full route (ru)' } },
      dateTime: { start: `${museum.visitDate}T10:30:00+05:45` },
    });
    expect(ticket).toMatchObject({
      classId: visit.id,
      state: 'ACTIVE',
      barcode: { type: 'QR_CODE', value: pass.qrText },
    });
    // Longer links are cut by some browsers (Google, "JWT length").
    const long = (text: string) => ({ az: text, en: text, ru: text });
    const longest = {
      ...pass,
      museumName: long('Музей жертв политических репрессий'),
      productName: long('Общая экскурсия по полному маршруту'),
      ticketType: long('Взрослый, гражданин Азербайджана'),
    };
    for (const one of [pass, longest]) {
      const origin = 'https://tickets.museum.az';
      expect(googleSaveLink(one, google, { origin, now }).length).toBeLessThan(1800);
    }
  });

  it('does not verify once a letter of it is another', async () => {
    const link = googleSaveLink((await passOf()).pass, google, { origin: 'https://museum.test', now });
    const at = link.lastIndexOf('.') + 9;
    expect(read(`${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`).isGenuine).toBe(false);
  });
});

describe('a pass that is downloaded again', () => {
  it('has the new time of a moved order under the same code', async () => {
    const before = await passOf();
    expect(await moveOrder(staffCtx(database.db), { orderId, toTimeslotId: museum.timeslots[1] ?? '' })).toMatchObject({
      ok: true,
    });
    const after = await passOf();
    expect(after.pass.startsAtLocal).toBe(`${museum.visitDate}T11:30:00+05:45`);
    expect(after.pass.qrText).toBe(before.pass.qrText);
    expect(after.pass.timeslotId).not.toBe(before.pass.timeslotId);
  });

  it('is void once the ticket is revoked', async () => {
    await database.owner.execute(sql`update ticket set state = 'revoked' where id = ${(await passOf(1)).ticket.id}`);
    const { pass } = await passOf(1);
    expect(json(unzip(renderApplePass(pass, keys, now)), 'pass.json').voided).toBe(true);
    expect((await passOf(0)).pass.isVoided).toBe(false);
  });
});

it('writes long lengths and large arcs as the encoding has them', () => {
  expect(der(0x04, Buffer.alloc(200)).subarray(0, 3)).toEqual(Buffer.from([0x04, 0x81, 200]));
  expect(der(0x04, Buffer.alloc(300)).subarray(0, 4)).toEqual(Buffer.from([0x04, 0x82, 1, 44]));
  expect(derOid('1.2.840.113549.1.7.2').toString('hex')).toBe('06092a864886f70d010702');
  expect(() => readDer(Buffer.from([0x30, 0x05, 0x01]))).toThrow('cut short');
});
