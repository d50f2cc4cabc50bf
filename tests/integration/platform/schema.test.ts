import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as booking from '#db/schema/booking.ts';
import * as capacity from '#db/schema/capacity.ts';
import * as catalog from '#db/schema/catalog.ts';
import * as groups from '#db/schema/groups.ts';
import * as identity from '#db/schema/identity.ts';
import * as moneyInbox from '#db/schema/money-inbox.ts';
import * as notifications from '#db/schema/notifications.ts';
import * as payments from '#db/schema/payments.ts';
import * as platform from '#db/schema/platform.ts';
import * as rush from '#db/schema/rush.ts';
import * as schedule from '#db/schema/schedule.ts';
import * as tickets from '#db/schema/tickets.ts';
import * as vouchers from '#db/schema/vouchers.ts';
import * as waiting from '#db/schema/waiting.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const tables = [
  booking,
  capacity,
  catalog,
  groups,
  identity,
  moneyInbox,
  notifications,
  payments,
  platform,
  rush,
  schedule,
  tickets,
  vouchers,
  waiting,
]
  .flatMap((room) => Object.values(room))
  .filter((value) => is(value, PgTable));

describe('the schema files', () => {
  it('name exactly the tables, columns and NOT NULLs of the migrated database', async () => {
    const { rows } = await database.owner.execute<{ table_name: string; column_name: string; is_nullable: string }>(sql`
      select c.table_name, c.column_name, c.is_nullable from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
       where table_schema = 'public' and t.table_type = 'BASE TABLE'`);
    const actual = rows
      .map((row) => `${row.table_name}.${row.column_name} ${row.is_nullable === 'YES' ? 'null' : 'not null'}`)
      .sort();
    const declared = tables
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map(
          (column) => `${getTableName(table)}.${column.name} ${column.notNull ? 'not null' : 'null'}`,
        ),
      )
      .sort();
    expect(declared).toEqual(actual);
  });

  it('have an index under every foreign key', async () => {
    const { rows } = await database.owner.execute<{ key: string }>(sql`
      select c.conrelid::regclass || ' (' || string_agg(a.attname, ', ') || ')' as key
        from pg_constraint c cross join lateral unnest(c.conkey) with ordinality k(attnum, n)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace
         and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
       group by c.oid, c.conrelid order by 1`);
    // Two tables of a few dozen rows that are never searched that way.
    expect(rows.map((row) => row.key)).toEqual(['product (alternative_product_id)', 'ticket_type (companion_to_id)']);
  });
});

describe('the app’s role', () => {
  it('owns nothing and is nobody special', async () => {
    const { rows } = await database.owner.execute(sql`
      select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
             (select count(*)::int from pg_class where relowner = r.oid) as owned from pg_roles r where rolname = 'museum_app'`);
    expect(rows).toEqual([
      { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, owned: 0 },
    ]);
  });
});
