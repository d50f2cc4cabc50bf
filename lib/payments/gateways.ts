import { bankpageGateway } from './gateways/bankpage/bankpage.ts';
import { stripeGateway } from './gateways/stripe/stripe.ts';
import type { PaymentProvider } from './provider.ts';
import { type Gateway, gateways, isGateway } from './values.ts';

/** The gateways there are: each a folder of gateways/, entered here and in `gateways` of values.ts. */
const known: Record<Gateway, (env: Record<string, string | undefined>) => PaymentProvider | null> = {
  stripe: stripeGateway,
  bankpage: bankpageGateway,
};

/** The gateway of a payment, as this installation is set up for it: a payment is settled and refunded by the one that took it. */
export function gatewayOf(provider: Gateway): PaymentProvider {
  const gateway = known[provider](process.env);
  if (!gateway) throw new Error(`the gateway ${provider} is not configured`);
  return gateway;
}

/** Which gateway takes new payments by card (CARD_GATEWAY). */
export function cardGateway(): Gateway {
  const chosen = process.env.CARD_GATEWAY || gateways[0];
  if (!isGateway(chosen)) throw new Error(`CARD_GATEWAY knows no ${chosen}`);
  return chosen;
}

/** Whether this installation has an account with a gateway of that name. */
export function isGatewayConfigured(name: string): name is Gateway {
  return isGateway(name) && known[name](process.env) !== null;
}

/** Every gateway that this installation can ask: the present one, and those of payments taken before. */
export function configuredGateways(): Gateway[] {
  return gateways.filter(isGatewayConfigured);
}
