import { pemText } from '#lib/platform/wallet-env.ts';

/** What passes for Apple Wallet are signed with; certificates and key as PEM. */
export type ApplePassKeys = {
  passTypeId: string;
  teamId: string;
  certificate: string;
  privateKey: string;
  /** Apple's certificate that issued it (WWDR). */
  issuer: string;
};

/** The service account that may issue passes for Google Wallet. */
export type GooglePassKeys = { issuerId: string; account: string; privateKey: string };

/** The keys of this installation as the start has checked them; null where it has none, and no link to the wallet is shown. */
export function applePassKeys(env: NodeJS.ProcessEnv = process.env): ApplePassKeys | null {
  const { APPLE_PASS_TYPE_ID, APPLE_PASS_TEAM_ID, APPLE_PASS_CERTIFICATE, APPLE_PASS_KEY, APPLE_PASS_WWDR } = env;
  if (!APPLE_PASS_TYPE_ID || !APPLE_PASS_TEAM_ID || !APPLE_PASS_CERTIFICATE || !APPLE_PASS_KEY || !APPLE_PASS_WWDR)
    return null;
  return {
    passTypeId: APPLE_PASS_TYPE_ID,
    teamId: APPLE_PASS_TEAM_ID,
    certificate: pemText(APPLE_PASS_CERTIFICATE),
    privateKey: pemText(APPLE_PASS_KEY),
    issuer: pemText(APPLE_PASS_WWDR),
  };
}

export function googlePassKeys(env: NodeJS.ProcessEnv = process.env): GooglePassKeys | null {
  const { GOOGLE_WALLET_ISSUER_ID, GOOGLE_WALLET_ACCOUNT, GOOGLE_WALLET_KEY } = env;
  if (!GOOGLE_WALLET_ISSUER_ID || !GOOGLE_WALLET_ACCOUNT || !GOOGLE_WALLET_KEY) return null;
  return {
    issuerId: GOOGLE_WALLET_ISSUER_ID,
    account: GOOGLE_WALLET_ACCOUNT,
    privateKey: pemText(GOOGLE_WALLET_KEY),
  };
}
