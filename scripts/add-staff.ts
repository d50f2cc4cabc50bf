import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { connect } from '#db/client.ts';
import { addStaff, shortestPassword } from '#lib/identity/add-staff.ts';
import { type Role, roles } from '#lib/identity/values.ts';
import { defaultLocale } from '#lib/platform/locales.ts';

const sentences = {
  forbidden: 'This is not allowed.',
  email_taken: 'Somebody with this e-mail is there already.',
  email_wrong: 'This is no e-mail address.',
  password_short: `The password needs at least ${shortestPassword} characters.`,
} as const;

const { values } = parseArgs({
  options: { email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
});
const role = roles.find((one) => one === values.role) as Role | undefined;
if (!values.email || !values.name || !role || !process.env.DATABASE_URL) {
  console.error(`DATABASE_URL=… node scripts/add-staff.mjs --email … --name … --role ${roles.join('|')}`);
  process.exit(2);
}
// A password in an argument would stand in the shell's history: it is asked for, or read from a pipe.
const lines = createInterface({ input: stdin, output: stdin.isTTY ? stdout : undefined });
const password = await lines.question(stdin.isTTY ? 'Password: ' : '');
lines.close();
const { db, close } = connect(process.env.DATABASE_URL, { most: 1, name: 'museum-add-staff' });
try {
  const ctx = { db, actor: { kind: 'system', job: 'add-staff' }, locale: defaultLocale, now: new Date() } as const;
  const added = await addStaff(ctx, { email: values.email, name: values.name, role, password });
  console.log(added.ok ? `Added ${values.email} as ${role}.` : sentences[added.code]);
  process.exitCode = added.ok ? 0 : 1;
} finally {
  await close();
}
