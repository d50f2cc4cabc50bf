import { sql } from 'drizzle-orm';
import type { RecordScanInput } from '#lib/desk/input.ts';
import type { Permission } from '#lib/identity/values.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { staffCtx } from '#tests/support/contexts.ts';
import type { TestDatabase } from '#tests/support/database.ts';

export const deskWorkerId = '00000000-0000-7000-8000-000000000001';

/** The member of staff as whom the desk's tests scan. */
export async function addDeskWorker(database: TestDatabase): Promise<void> {
  await database.owner.execute(
    sql`insert into staff_member (id, email, name) values (${deskWorkerId}, 'desk@example.org', 'Desk')`,
  );
}

/** Somebody at the desk at a given moment. */
export function deskCtx(database: TestDatabase, now: Date, permissions: Permission[] = ['tickets.admit']): Ctx {
  return { ...staffCtx(database.db, { staffId: deskWorkerId, permissions, roles: ['desk'] }), locale: 'en', now };
}

/** A scan of a code at a given moment, by a device whose clock is right. */
export function scanOf(code: string, at: Date, overrides: Partial<RecordScanInput> = {}): RecordScanInput {
  return {
    scanId: newId(),
    code,
    way: 'camera',
    people: null,
    scannedAt: at,
    isDocumentChecked: false,
    override: null,
    station: 'Desk 1',
    sentAt: at,
    ...overrides,
  };
}
