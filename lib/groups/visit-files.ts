import { sql } from 'drizzle-orm';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { isUuid } from '#lib/platform/ids.ts';
import type { FileKind, FileType } from './values.ts';

export type VisitFile = { id: string; kind: FileKind; fileName: string; mediaType: FileType; size: number; at: Date };

const maySee = ({ actor }: Ctx, visitId: string): boolean =>
  can(actor, 'groups.see') || (actor.kind === 'visitor' && actor.visitId === visitId);

/** The letters that a group has handed in, the newest first, without their bytes; 50 at most. Needs `groups.see`, or is its own. */
export async function listVisitFiles(ctx: Ctx, visitId: string): Promise<VisitFile[]> {
  if (!maySee(ctx, visitId) || !isUuid(visitId)) return [];
  const { rows } = await ctx.db.execute<Omit<VisitFile, 'at'> & { at: string }>(sql`
    select id, kind, file_name as "fileName", media_type as "mediaType", octet_length(bytes) as size, at from visit_file
     where visit_id = ${visitId} order by at desc limit 50`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** One of them with its bytes; null for everybody else without `groups.see`, and for a file of another visit. */
export async function findVisitFile(
  ctx: Ctx,
  { visitId, fileId }: { visitId: string; fileId: string },
): Promise<{ fileName: string; mediaType: FileType; bytes: Buffer } | null> {
  if (!maySee(ctx, visitId) || !isUuid(visitId) || !isUuid(fileId)) return null;
  const { rows } = await ctx.db.execute<{ fileName: string; mediaType: FileType; bytes: Buffer }>(sql`
    select file_name as "fileName", media_type as "mediaType", bytes from visit_file where id = ${fileId} and visit_id = ${visitId}`);
  return rows[0] ?? null;
}
