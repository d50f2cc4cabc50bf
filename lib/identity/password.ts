import { hash, verify } from '@node-rs/argon2';

// Argon2id with 19 MiB, two passes, one lane: OWASP's password storage recommendation.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A hash of nobody's password, made with the same cost: whoever does not exist is checked against it.
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$fUnZIAfyWjHmcDXk16HaMQ$b+84g/rw3+dEasQWa7VPPVfjgXD0u1NY/u4Y2c+M9QU';

/** Longer passwords are refused before they are hashed. Counted in UTF-16 units. */
export const passwordMost = 200;

/** The hash that is stored. The password is normalised, so that ə typed on two keyboards is one letter. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

/**
 * Whether the password belongs to the hash. Without a hash it does the same work and says no: the time an answer takes tells
 * nobody whether an account exists (OWASP ASVS 6.3.8).
 */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? nobodysHash, password.normalize('NFKC'));
  return isRight && passwordHash !== null;
}
