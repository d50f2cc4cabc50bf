import { seeOther } from '#app/_http/read-form.ts';
import { googleSaveLink } from '#lib/tickets/google-pass.ts';
import { googlePassKeys } from '#lib/tickets/wallet-keys.ts';
import { openTicketPass, type WalletParams } from '../../open-ticket.ts';

/** On to Google Wallet with one ticket as it is now; nothing where the museum has no account for it. */
export async function GET(_request: Request, { params }: { params: WalletParams }): Promise<Response> {
  const keys = googlePassKeys();
  const opened = keys ? await openTicketPass(params) : null;
  if (!keys || !opened) return new Response(null, { status: 404 });
  const origin = new URL(process.env.APP_URL ?? 'http://localhost').origin;
  return seeOther(googleSaveLink(opened.pass, keys, { origin, now: opened.ctx.now }), { 'X-Robots-Tag': 'noindex' });
}
