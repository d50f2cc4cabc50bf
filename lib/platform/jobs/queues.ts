import { PgBoss } from 'pg-boss';

/**
 * Every queue of the museum. Jobs are accelerators: each time-critical step also has a sweeper that selects by state, so a
 * lost job delays and never loses. Dead jobs go to `dead_letter`, where they raise an alarm.
 */
export const queueNames = [
  'send_messages',
  'provider_event',
  'submit_refund',
  'sweep',
  'reconcile',
  'work_cancellations',
  'work_waiting',
  'work_groups',
  'make_timeslots',
  'reconcile_ledger',
  'forget_visitors',
  'doctor',
] as const;
export type QueueName = (typeof queueNames)[number];
export const deadLetterQueue = 'dead_letter';

const rules = {
  retryLimit: 12,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 3600,
  expireInSeconds: 120,
  // A worker says every 15 seconds that it is at work. One that was killed is found out, and its job taken up, within a minute.
  heartbeatSeconds: 30,
  retentionSeconds: 14 * 24 * 3600,
  deleteAfterSeconds: 3 * 24 * 3600,
};

/** Made by the owner while migrating: the app's role may not create queues. */
export async function installQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.createQueue(deadLetterQueue);
    for (const name of queueNames) {
      await boss.createQueue(name, { ...rules, deadLetter: deadLetterQueue });
      // A queue that is there already keeps the rules it was made with, unless told.
      await boss.updateQueue(name, rules);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
