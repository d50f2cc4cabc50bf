import type { ScanResult } from '#lib/desk/answer.ts';
import { doorKeys } from '#lib/desk/door-keys.ts';
import { scanInput, scanUpload } from '#lib/desk/input.ts';
import { recordScan } from '#lib/desk/record-scan.ts';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { createLogger, describeError } from '#lib/platform/log.ts';
import { deskAnswer, deskBody, deskCaller } from '../desk-request.ts';

const log = createLogger('desk');

/** The answer to one scan of an upload. `try_again`: nothing was recorded, the desk sends it again under the same id. */
export type UploadedScan = ScanResult | { ok: false; code: 'malformed' | 'try_again' };

/**
 * Takes a desk's scans and answers each by itself, in order: one bad one never stops the others (failure 60). A scan may be
 * sent as often as the desk likes; its id makes it one.
 */
export async function POST(request: Request): Promise<Response> {
  const ctx = await deskCaller(request);
  if (ctx instanceof Response) return ctx;
  const body = await deskBody(request);
  if (body instanceof Response) return body;
  const upload = scanUpload.safeParse(body.json);
  if (!upload.success) return deskAnswer({ ok: false, code: 'malformed' }, 400);
  const answers: UploadedScan[] = [];
  for (const scan of upload.data.scans) answers.push(await answerOne(ctx, upload.data, scan));
  const isAllMalformed = answers.every((answer) => !answer.ok && answer.code === 'malformed');
  return deskAnswer(
    { ok: !isAllMalformed, ...(isAllMalformed ? { code: 'malformed' } : {}), answers },
    isAllMalformed ? 400 : 200,
  );
}

async function answerOne(
  ctx: StaffCtx,
  upload: { station: string; sentAt: Date },
  scan: unknown,
): Promise<UploadedScan> {
  const parsed = scanInput.safeParse(scan);
  if (!parsed.success) return { ok: false, code: 'malformed' };
  try {
    const { station, sentAt } = upload;
    return await recordScan(ctx, { ...parsed.data, station, sentAt }, await doorKeys(ctx));
  } catch (error) {
    log.error({ err: describeError(error), requestId: ctx.requestId, scanId: parsed.data.scanId }, 'scan not recorded');
    return { ok: false, code: 'try_again' };
  }
}
