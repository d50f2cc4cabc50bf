import type { OrderHistory } from '#lib/booking/order-history.ts';
import type { OrderView } from '#lib/booking/order-view.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

/** What every part of an order's page is given. `zone` is the museum's. */
export type ShownOrder = { t: Translator; locale: Locale; zone: string; order: OrderView; history: OrderHistory };
