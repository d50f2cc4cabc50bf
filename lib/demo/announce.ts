import { demoStaff } from '#db/seed/demo-credentials.ts';
import type { PartSettings } from '#lib/demo/part-settings.ts';

/** The lines that say where everything is, once it is there. */
export function announcement(settings: PartSettings, secondsTaken: number): string {
  const at = (path: string) => `${settings.APP_URL}${path}`;
  const standIns = new Set(settings.STAND_INS?.split(','));
  const addresses = [
    ['Museum', at('/az')],
    ['Dashboard', at('/staff')],
    ['Front desk', at('/desk')],
    ...(standIns.has('mail') ? [['Mailbox', settings.MAILBOX_URL]] : []),
    ...(standIns.has('payments') && settings.STRIPE_API_BASE
      ? [['Stripe sandbox', settings.STRIPE_CHECKOUT_ORIGIN]]
      : []),
  ];
  return [
    '',
    `The museum is open (${secondsTaken.toFixed(1)} s).`,
    '',
    ...addresses.map(([title = '', address]) => `  ${title.padEnd(16)}${address}`),
    ...(standIns.has('payments')
      ? ['', '  Test payments: no money moves. Card 4242 4242 4242 4242, any date to come, any CVC.']
      : []),
    ...(standIns.has('database') ? ['', '  Demonstration sign-ins:', ...signIns()] : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function signIns(): string[] {
  const width = Math.max(...demoStaff.map(({ email }) => email.length)) + 2;
  return demoStaff.map(({ email, password, role }) => `  ${String(role).padEnd(16)}${email.padEnd(width)}${password}`);
}
