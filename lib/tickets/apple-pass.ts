import { createHash } from 'node:crypto';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { passIcon } from './pass-icon.ts';
import { signDetached } from './sign-detached.ts';
import { storedZip } from './stored-zip.ts';
import type { ApplePassKeys } from './wallet-keys.ts';
import type { PassField, PassText, WalletPass } from './wallet-pass.ts';

export const applePassType = 'application/vnd.apple.pkpass';

/**
 * A ticket as a pass of Apple Wallet: an event ticket, signed with the museum's pass certificate. Its texts are the order's
 * language, and the device's where that is another of ours. Times stand as text in the museum's clock; the moment itself is for
 * the lock screen. Apple, Wallet Passes: "Creating the source for a pass", "Building a pass".
 */
export function renderApplePass(pass: WalletPass, keys: ApplePassKeys, now: Date): Buffer {
  const files = new Map<string, Uint8Array>();
  files.set('pass.json', Buffer.from(JSON.stringify(passJson(pass, keys))));
  for (const [name, side] of Object.entries({ icon: 29, logo: 50 })) {
    for (const [suffix, scale] of Object.entries({ '': 1, '@2x': 2, '@3x': 3 })) {
      files.set(`${name}${suffix}.png`, passIcon(side * scale));
    }
  }
  for (const locale of locales) files.set(`${locale}.lproj/pass.strings`, Buffer.from(strings(pass, locale)));
  const manifest = Buffer.from(
    JSON.stringify(
      Object.fromEntries([...files].map(([name, content]) => [name, createHash('sha1').update(content).digest('hex')])),
    ),
  );
  files.set('manifest.json', manifest);
  files.set('signature', signDetached(manifest, keys, now));
  return storedZip(files);
}

function passJson(pass: WalletPass, keys: ApplePassKeys): Record<string, unknown> {
  const said = (text: PassText) => text[pass.locale];
  const field = ({ key, label, value }: PassField) => ({ key, label: said(label), value: said(value) });
  const barcode = {
    format: 'PKBarcodeFormatQR',
    message: pass.qrText,
    messageEncoding: 'iso-8859-1',
    altText: pass.shortCode,
  };
  const [secondary, auxiliary] = pass.rows;
  return {
    formatVersion: 1,
    passTypeIdentifier: keys.passTypeId,
    teamIdentifier: keys.teamId,
    serialNumber: pass.ticketId,
    groupingIdentifier: pass.orderId,
    organizationName: said(pass.museumName),
    description: said(pass.description),
    logoText: said(pass.museumName),
    relevantDate: pass.startsAtLocal,
    expirationDate: pass.endsAtLocal,
    voided: pass.isVoided,
    foregroundColor: 'rgb(27, 26, 23)',
    backgroundColor: 'rgb(246, 243, 236)',
    labelColor: 'rgb(87, 83, 74)',
    barcodes: [barcode],
    // For devices before iOS 9.
    barcode,
    eventTicket: {
      headerFields: [field(pass.time)],
      primaryFields: [{ key: 'visit', value: said(pass.productName) }],
      secondaryFields: secondary.map(field),
      auxiliaryFields: auxiliary.map(field),
      backFields: pass.back.map(field),
    },
  };
}

/** The texts of the pass in a language, each found by what stands in pass.json. */
function strings(pass: WalletPass, locale: Locale): string {
  const texts = [
    pass.museumName,
    pass.description,
    pass.productName,
    ...[pass.time, ...pass.rows.flat(), ...pass.back].flatMap(({ label, value }) => [label, value]),
  ];
  const pairs = new Map(texts.map((text) => [text[pass.locale], text[locale]]));
  return [...pairs].map(([from, to]) => `${quoted(from)} = ${quoted(to)};\n`).join('');
}

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
