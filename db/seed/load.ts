import { sql } from 'drizzle-orm';
import { connect } from '#db/client.ts';
import { museum } from '#db/schema/platform.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { dateAt, instantOf } from '#lib/platform/time.ts';
import { assignGuides } from '#lib/schedule/assign-guides.ts';
import { makeTimeslots } from '#lib/schedule/make-timeslots.ts';
import { loadContent } from './content.ts';
import { loadGroupVisits } from './group-visits.ts';
import { demoMuseum } from './museum.ts';
import { admitDemoVisitors } from './orders/admissions.ts';
import { loadDemoOrders } from './orders/load-orders.ts';
import { loadRolePermissions } from './roles.ts';
import { loadDefaultSettings } from './settings.ts';
import { loadStaff } from './staff.ts';
import { loadVouchers } from './vouchers.ts';

export type SeedResult =
  | { state: 'loaded'; isFirst: boolean; timeslots: number; orders: number; admissions: number }
  | { state: 'not_a_demonstration' };

/**
 * Loads the demonstration museum into a migrated database, as its owner. May be repeated: content that is there is never
 * touched again (people may have changed it), and only what the days since have made missing is added: timeslots of the new
 * days, their orders, and today's admissions. A database with a real museum is left alone. `now` decides what is today.
 * With `linkSecret` (the keyring's) the links of the orders work. `withPeople: false` leaves out invented staff, guides, orders and
 * admissions: what a new installation in production begins with.
 */
export async function seedMuseum(input: {
  ownerUrl: string;
  now: Date;
  linkSecret?: string;
  withPeople?: boolean;
  onProgress?: (text: string) => void;
}): Promise<SeedResult> {
  const { now, withPeople = true } = input;
  const { db, close } = connect(input.ownerUrl, { most: 1, name: 'museum-seed' });
  const say = input.onProgress ?? (() => undefined);
  try {
    // One at a time; a single connection, so that the lock and the work share it.
    await db.execute(sql`set lock_timeout = '30s'`);
    await db.execute(sql`select pg_advisory_lock(720116)`);
    await db.execute(sql`set lock_timeout = '3s'`);
    await loadRolePermissions(db);
    await loadDefaultSettings(db);
    const there = await db.select({ isDemonstration: museum.isDemonstration, zone: museum.timeZone }).from(museum);
    if (there[0] && !there[0].isDemonstration) return { state: 'not_a_demonstration' };
    const zone = there[0]?.zone ?? demoMuseum.timeZone;
    const today = dateAt(now, zone);
    if (!there[0]) {
      say('museum and prices');
      await db.transaction(async (tx) => {
        await loadContent(tx, today);
        if (withPeople) await loadStaff(tx);
        if (withPeople) await loadVouchers(tx);
      });
    }
    const ctx: Ctx = { db, actor: { kind: 'system', job: 'seed' }, locale: defaultLocale, now };
    const made = await makeTimeslots(ctx, {
      // Today's earlier times too, for a day that has already begun.
      notBefore: instantOf(today, '00:00', zone),
      onProgress: ({ days, ofDays }) => say(`timeslots: ${Math.min(days, ofDays)} of ${ofDays} days`),
    });
    const timeslots = made.ok ? made.made : 0;
    if (!withPeople) return { state: 'loaded', isFirst: !there[0], timeslots, orders: 0, admissions: 0 };
    await assignGuides(ctx);
    say('orders');
    await loadGroupVisits(db, { now, linkSecret: input.linkSecret });
    const orders = await loadDemoOrders(db, { now, zone, linkSecret: input.linkSecret });
    const admissions = await admitDemoVisitors(db, { now, zone });
    return { state: 'loaded', isFirst: !there[0], timeslots, orders, admissions };
  } finally {
    await close();
  }
}
