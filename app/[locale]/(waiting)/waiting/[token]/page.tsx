import type { Metadata } from 'next';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { orderLinkToken } from '#lib/platform/ids.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { Frame, museumOfRequest } from '../../../frame.tsx';
import { OfferOpen } from './offer-open.tsx';
import { OnTheList } from './on-the-list.tsx';
import { openWaiting, type WaitingParams } from './open-waiting.ts';

type Props = {
  params: WaitingParams;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const tolds = {
  joined: 'done',
  changed: 'done',
  changed_last: 'done',
  declined: 'done',
  offer_over: 'refused',
  unknown_offer: 'refused',
  not_on_sale: 'refused',
  too_many_tickets: 'refused',
  email_day_limit: 'refused',
  no_longer_waiting: 'refused',
  busy: 'refused',
} as const;
const isTold = (told: unknown): told is keyof typeof tolds => typeof told === 'string' && Object.hasOwn(tolds, told);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openWaiting(params);
  return { title: translator(locale, 'waiting')('own.where'), robots: { index: false, follow: false } };
}

/** One party on the waiting list behind its secret link: how it stands, what is offered, and what one can do. Never a ticket. */
export default async function WaitingPage({ params, searchParams }: Props) {
  const { entry, token, locale, ctx } = await openWaiting(params);
  const [museum, query] = await Promise.all([museumOfRequest(), searchParams]);
  const t = translator(locale, 'waiting');
  const { offer, state } = entry;
  const isOpen = state === 'offered' && offer?.state === 'open' && !offer.isRunOut;
  const isOver = state !== 'waiting' && state !== 'offered';
  const orderPath =
    offer?.state === 'taken' && offer.orderId
      ? paths.order(locale, orderLinkToken(orderLinkSecret(), offer.orderId, offer.linkVersion ?? 1))
      : null;
  const settings = isOpen ? await getSettings(ctx.db, offer.visitDate) : null;
  return (
    <Frame locale={locale} here={(other) => paths.waiting(other, token)}>
      {isTold(query.told) ? (
        <Notice kind={tolds[query.told]} live>
          {t(`told.${query.told}`, { email: entry.email ?? '—' })}
        </Notice>
      ) : null}
      {isOpen && settings ? (
        <OfferOpen
          entry={entry}
          offer={offer}
          token={token}
          locale={locale}
          museum={museum}
          holdMinutes={settings.cart_hold_minutes}
        />
      ) : isOver ? (
        <>
          <StepHeading
            where={localized(entry.product.names, locale)}
            title={t(`over.${state}.title`)}
            lead={t(`over.${state}.text`)}
          />
          <p className="form-end">
            {orderPath ? (
              <LinkButton href={orderPath}>{t('over.booking')}</LinkButton>
            ) : (
              <LinkButton href={paths.product(locale, entry.product.code)}>{t('over.times')}</LinkButton>
            )}
          </p>
        </>
      ) : (
        <OnTheList entry={entry} token={token} locale={locale} orderPath={orderPath} />
      )}
    </Frame>
  );
}
