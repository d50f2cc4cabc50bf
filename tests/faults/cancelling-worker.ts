import { connect } from '#db/client.ts';
import { workCancellations } from '#lib/booking/work-cancellations.ts';

// A process that works on cancelled times until it is killed, by cancelled-time-killed.test.ts.
const { db } = connect(process.env.DATABASE_URL ?? '', { name: 'cancelling', most: 6 });
process.send?.('begins');
for (;;) {
  const { worked, finished } = await workCancellations(
    { db, actor: { kind: 'system', job: 'work_cancellations' }, locale: 'az', now: new Date() },
    { budgetMs: 60_000 },
  );
  process.send?.({ worked, finished });
}
