import { z } from 'zod';
import { scanWays } from '#lib/tickets/values.ts';
import { overridableCodes, scansPerUpload } from './values.ts';

// A clock may be wrong by years and the scan is a fact all the same; past these years it is no clock.
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= 0 && at.getUTCFullYear() < 2200);
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const printable = /^[^\u0000-\u001f\u007f]*$/;

/** One scan as its device recorded it: a fact under the device's own id, whatever will be judged of it. */
export const scanInput = z.strictObject({
  scanId: uuid,
  /** A ticket's QR text exactly as read, its short code, or an order code. */
  code: z.string().min(1).max(512),
  way: z.enum(scanWays),
  /** How many are to go in; null when nobody has counted yet. */
  people: z.int().min(1).max(500).nullable().default(null),
  scannedAt: instant,
  /** Of a party's code: the sub-group that this part goes to; null: by start time. */
  subGroupId: uuid.nullish(),
  /** True once a person has seen the document. */
  isDocumentChecked: z.boolean().default(false),
  /** The refusal that is being bent, and why. */
  override: z
    .strictObject({ code: z.enum(overridableCodes), reason: z.string().trim().min(3).max(300).regex(printable) })
    .nullable()
    .default(null),
});

/** What a desk sends: its name, its clock at sending, and scans that are judged one by one. */
export const scanUpload = z.strictObject({
  station: z.string().trim().min(1).max(80).regex(printable),
  sentAt: instant,
  scans: z.array(z.unknown()).min(1).max(scansPerUpload),
});

/** A search of today's list: what somebody says at the desk, or one timeslot. */
export const findInput = z.union([
  z.strictObject({ query: z.string().trim().min(2).max(200) }),
  z.strictObject({ timeslotId: uuid }),
]);

export type RecordScanInput = z.output<typeof scanInput> & { station: string; sentAt: Date };
export type FindInput = z.output<typeof findInput>;
