import type { Db, Tx } from '#db/client.ts';
import { setting } from '#db/schema/platform.ts';
import { settingDefaults } from '#lib/platform/settings.ts';

/**
 * Writes down the defaults of the settings that nobody has set: the database's own functions read them there (capacity of the
 * building, the day's cap). Needed by every installation; may be repeated, and never changes a value.
 */
export async function loadDefaultSettings(owner: Db | Tx): Promise<void> {
  const rows = Object.entries(settingDefaults).map(([key, value]) => ({ key, value, validFrom: '2000-01-01' }));
  await owner.insert(setting).values(rows).onConflictDoNothing();
}
