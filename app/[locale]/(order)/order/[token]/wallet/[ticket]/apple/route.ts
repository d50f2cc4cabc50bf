import { applePassType, renderApplePass } from '#lib/tickets/apple-pass.ts';
import { applePassKeys } from '#lib/tickets/wallet-keys.ts';
import { openTicketPass, type WalletParams } from '../../open-ticket.ts';

/** One ticket as a pass of Apple Wallet, as it is now; nothing where the museum has no keys for it. */
export async function GET(_request: Request, { params }: { params: WalletParams }): Promise<Response> {
  const keys = applePassKeys();
  const opened = keys ? await openTicketPass(params) : null;
  if (!keys || !opened) return new Response(null, { status: 404 });
  const file = renderApplePass(opened.pass, keys, opened.ctx.now);
  return new Response(file as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': applePassType,
      'Content-Disposition': `attachment; filename="${opened.pass.shortCode}.pkpass"`,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
