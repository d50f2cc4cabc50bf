import type { Metadata } from 'next';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice, type NoticeKind } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { getVisitAccount } from '#lib/groups/get-visit-account.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { AskForPapers, HowToTransfer } from './ask-and-transfer.tsx';
import { CostPart, PapersList, PayNow } from './cost-part.tsx';
import { openPapers } from './open-papers.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const tolds: Record<string, NoticeKind> = {
  ...{ quote: 'done', pro_forma: 'done', paid: 'done', refunding: 'warn', checking: 'warn', cancelled: 'info' },
  ...{ failed: 'refused', already_paid: 'info', provider_unavailable: 'refused', unknown_paper: 'refused' },
  ...{ wrong_state: 'refused', no_prices: 'info', nothing_to_bill: 'info', has_invoice: 'info', busy: 'refused' },
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openPapers(params);
  return { title: translator(locale, 'accounts')('own.title'), robots: { index: false, follow: false } };
}

/** What a visit costs, its papers and how to pay, for whoever holds its link. */
export default async function PapersPage({ params, searchParams }: Props) {
  const { view, token, locale, ctx } = await openPapers(params);
  const account = await getVisitAccount(ctx.db, view.visit);
  const museum = await museumOfRequest();
  const { told } = await searchParams;
  const t = translator(locale, 'accounts');
  const kind = typeof told === 'string' && Object.hasOwn(tolds, told) ? tolds[told] : undefined;
  const part = { view, account, locale, token, t };
  return (
    <Frame locale={locale} here={(other) => paths.visitPapers(other, token)}>
      <BackLink href={paths.visit(locale, token)}>{t('own.back')}</BackLink>
      {kind ? (
        <Notice kind={kind} live>
          {t(`own.told.${told}`)}
        </Notice>
      ) : null}
      <StepHeading where={localized(view.product.names, locale)} title={t('own.title')} />
      <div className="stack-wide">
        <CostPart {...part} />
        <PayNow {...part} />
        <HowToTransfer {...part} museum={museum} />
        <PapersList {...part} />
        <AskForPapers {...part} />
      </div>
    </Frame>
  );
}
