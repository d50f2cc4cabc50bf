import { sql } from 'drizzle-orm';
import { writeAudit } from '#lib/platform/audit.ts';
import { actorId, type Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { inTransaction } from '#lib/platform/transaction.ts';
import { actsFor } from './acts-for.ts';
import { fileKindOf, fileNameOf, mostFileBytes } from './file-kind.ts';
import { type FileKind, fileKinds } from './values.ts';
import { lockVisit } from './visit-rows.ts';

export type AddVisitFileResult =
  | { ok: true; fileId: string }
  | {
      ok: false;
      code: 'unknown_visit' | 'wrong_state' | 'file_missing' | 'file_too_large' | 'file_executable' | 'file_type';
    }
  | { ok: false; code: 'too_many_files'; most: number };

const closed = ['draft', 'declined', 'expired', 'settled', 'cancelled_by_group', 'cancelled_by_museum', 'no_show'];

/**
 * A letter of the school, or its guarantee to pay (requirements 6.1, 6.6): a PDF, JPEG or PNG as its first bytes say, 10 MB at most, so
 * many for a visit. What it calls itself is not believed. Its own party, or `groups.change`.
 */
export async function addVisitFile(
  ctx: Ctx,
  input: { visitId: string; kind: FileKind; fileName: string; bytes: Uint8Array },
): Promise<AddVisitFileResult> {
  if (!actsFor(ctx.actor, input.visitId) || !fileKinds.includes(input.kind))
    return { ok: false, code: 'unknown_visit' };
  if (input.bytes.length === 0) return { ok: false, code: 'file_missing' };
  if (input.bytes.length > mostFileBytes) return { ok: false, code: 'file_too_large' };
  const type = fileKindOf(input.bytes);
  if (type === 'executable') return { ok: false, code: 'file_executable' };
  if (type === null) return { ok: false, code: 'file_type' };
  return inTransaction(
    ctx,
    async (tx): Promise<AddVisitFileResult> => {
      const visit = await lockVisit(tx.db, input.visitId);
      if (!visit) return { ok: false, code: 'unknown_visit' };
      if (closed.includes(visit.state)) return { ok: false, code: 'wrong_state' };
      const { group_files_most: most } = await getSettings(tx.db, dateAt(ctx.now, 'UTC'));
      const { rows } = await tx.db.execute<{ files: number }>(
        sql`select count(*)::int as files from visit_file where visit_id = ${visit.id}`,
      );
      if ((rows[0]?.files ?? 0) >= most) return { ok: false, code: 'too_many_files', most };
      const fileId = newId();
      await tx.db.execute(sql`
        insert into visit_file (id, visit_id, kind, file_name, media_type, bytes, by_kind, by_id)
        values (${fileId}, ${visit.id}, ${input.kind}, ${fileNameOf(input.fileName, type)}, ${type}, ${Buffer.from(input.bytes)},
          ${ctx.actor.kind}, ${actorId(ctx.actor)})`);
      await writeAudit(tx, {
        action: 'group_file_added',
        objectKind: 'group_visit',
        objectId: visit.id,
        after: { fileId, kind: input.kind, type, bytes: input.bytes.length },
      });
      return { ok: true, fileId };
    },
    input.kind,
  );
}
