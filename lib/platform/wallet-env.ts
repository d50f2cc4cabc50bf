import { createPrivateKey, X509Certificate } from 'node:crypto';

type Given = Record<string, string | undefined>;
type Problem = { name: string; problem: string };

export const appleNames = [
  'APPLE_PASS_TYPE_ID',
  'APPLE_PASS_TEAM_ID',
  'APPLE_PASS_CERTIFICATE',
  'APPLE_PASS_KEY',
  'APPLE_PASS_WWDR',
] as const;
export const googleNames = ['GOOGLE_WALLET_ISSUER_ID', 'GOOGLE_WALLET_ACCOUNT', 'GOOGLE_WALLET_KEY'] as const;

/** A PEM as a variable holds it: with its lines, with `\n` for them, or all of it in base64. */
export function pemText(value: string): string {
  const text = value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64').toString('latin1');
  return text.replaceAll('\\n', '\n').trim();
}

/** What is wrong with the keys of wallet passes, taken together; nothing where there are none. Told at the start, not at the first pass. */
export function walletProblems(given: Given, now: Date): Problem[] {
  const problems: Problem[] = [];
  for (const names of [appleNames, googleNames]) {
    const known = names.find((name) => given[name]);
    if (!known) continue;
    const missing = names.filter((name) => !given[name]);
    problems.push(...missing.map((name) => ({ name, problem: `is missing: ${known} is set` })));
  }
  if (appleNames.every((name) => given[name])) problems.push(...appleProblems(given, now));
  if (given.GOOGLE_WALLET_KEY && !rsaKey(given.GOOGLE_WALLET_KEY)) {
    problems.push({ name: 'GOOGLE_WALLET_KEY', problem: 'must be an RSA private key (PEM)' });
  }
  return problems;
}

function appleProblems(given: Given, now: Date): Problem[] {
  const certificate = certificateOf(given.APPLE_PASS_CERTIFICATE);
  const issuer = certificateOf(given.APPLE_PASS_WWDR);
  const key = rsaKey(given.APPLE_PASS_KEY);
  const problem = (name: string, text: string): Problem[] => [{ name, problem: text }];
  if (!certificate) return problem('APPLE_PASS_CERTIFICATE', 'must be a certificate (PEM)');
  if (!issuer) return problem('APPLE_PASS_WWDR', 'must be a certificate (PEM)');
  if (!key) return problem('APPLE_PASS_KEY', 'must be an RSA private key (PEM)');
  if (!certificate.checkPrivateKey(key)) return problem('APPLE_PASS_KEY', 'is not the key of APPLE_PASS_CERTIFICATE');
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
    return problem('APPLE_PASS_WWDR', 'did not issue APPLE_PASS_CERTIFICATE');
  const subject = certificate.subject.split('\n');
  if (!subject.includes(`UID=${given.APPLE_PASS_TYPE_ID}`))
    return problem('APPLE_PASS_TYPE_ID', 'is not the one that APPLE_PASS_CERTIFICATE is for');
  if (!subject.includes(`OU=${given.APPLE_PASS_TEAM_ID}`))
    return problem('APPLE_PASS_TEAM_ID', 'is not the one that APPLE_PASS_CERTIFICATE is for');
  const isOver = [certificate, issuer].some(({ validTo }) => new Date(validTo) <= now);
  return isOver ? problem('APPLE_PASS_CERTIFICATE', 'has run out, or APPLE_PASS_WWDR has') : [];
}

function certificateOf(value: string | undefined): X509Certificate | null {
  try {
    return value ? new X509Certificate(pemText(value)) : null;
  } catch {
    return null;
  }
}

function rsaKey(value: string | undefined) {
  try {
    const key = createPrivateKey(pemText(value ?? ''));
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}
