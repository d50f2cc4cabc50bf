import { createPrivateKey, sign } from 'node:crypto';
import type { GooglePassKeys } from './wallet-keys.ts';
import type { PassText, WalletPass } from './wallet-pass.ts';

const saveAddress = 'https://pay.google.com/gp/v/save/';

/**
 * The address that offers a ticket to Google Wallet: a JWT (RS256) of the museum's service account with the visit (class) and the
 * ticket (object). The object bears the time in its name: what is saved is not changed by another link, and a ticket that was moved
 * is a new one to save. Google Wallet, event tickets: "Issue passes with JWT", EventTicketClass, EventTicketObject.
 */
export function googleSaveLink(pass: WalletPass, keys: GooglePassKeys, options: { origin: string; now: Date }): string {
  // Short names: links past 1,800 letters are cut by some browsers (Google, "JWT length"), and a place would take a third of it.
  const time = pass.timeslotId.slice(-12);
  const classId = `${keys.issuerId}.visit-${time}`;
  const said = (text: PassText) => ({ defaultValue: { language: pass.locale, value: text[pass.locale] } });
  const claims = {
    iss: keys.account,
    aud: 'google',
    typ: 'savetowallet',
    iat: Math.floor(options.now.getTime() / 1000),
    origins: [options.origin],
    payload: {
      eventTicketClasses: [
        {
          id: classId,
          issuerName: pass.museumName[pass.locale],
          reviewStatus: 'UNDER_REVIEW',
          eventName: said(pass.productName),
          dateTime: { start: pass.startsAtLocal },
        },
      ],
      eventTicketObjects: [
        {
          id: `${keys.issuerId}.${pass.ticketId}-${time}`,
          classId,
          state: pass.isVoided ? 'INACTIVE' : 'ACTIVE',
          barcode: { type: 'QR_CODE', value: pass.qrText, alternateText: pass.shortCode },
          ticketType: said(pass.ticketType),
          ...(pass.holderName ? { ticketHolderName: pass.holderName } : {}),
        },
      ],
    },
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${saveAddress}${body}.${sign('sha256', Buffer.from(body), createPrivateKey(keys.privateKey)).toString('base64url')}`;
}
