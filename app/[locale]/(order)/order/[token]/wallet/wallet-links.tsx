import { LinkButton } from '#app/_ui/button.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { applePassKeys, googlePassKeys } from '#lib/tickets/wallet-keys.ts';

/** The ways into a wallet that this museum has keys for; nothing where it has none. */
export function WalletLinks(props: { locale: Locale; token: string; ticketId: string; code: string }) {
  const { locale, token, ticketId, code } = props;
  const t = translator(locale, 'ticket');
  const wallets = [...(applePassKeys() ? ['apple' as const] : []), ...(googlePassKeys() ? ['google' as const] : [])];
  if (wallets.length === 0) return null;
  return (
    <ul className="ticket-small no-print">
      {wallets.map((wallet) => (
        <li key={wallet}>
          <LinkButton
            look="plain"
            size="short"
            href={paths.orderWallet(locale, token, ticketId, wallet)}
            rel="nofollow"
          >
            {t(`wallet.${wallet}`)}
            <span className="vh"> {code}</span>
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
