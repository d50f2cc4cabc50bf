import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readProofQuery } from '#app/(staff)/proof-query.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { handsMoneyBack, StaffPage } from '#app/(staff)/staff-page.tsx';
import { handOutRefusals } from '#lib/booking/hand-out-refund.ts';
import { listRefundTasks } from '#lib/booking/list-refund-tasks.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { RefundsByHand } from './by-hand.tsx';
import { FailedRefunds, OutsideRefunds, Waivers } from './task-lists.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'refunds')('tasks.title') };
}

/** The refunds that wait for a person, each with the one thing to do about it. */
export default async function MoneyPage({ searchParams }: { searchParams: SearchParams }) {
  const path = paths.staffMoney();
  const ctx = await requireStaff(handsMoneyBack, path);
  const listed = await listRefundTasks(ctx);
  if (!listed.ok) notFound();
  const { waivers, failed, outside, byHand } = listed.tasks;
  const { one } = await readFilters(searchParams);
  const { timeZone } = await getMuseum(ctx.db);
  const t = translator(ctx.locale, 'refunds');
  const said = (group: string, code: string | undefined) =>
    code && /^[a-z_]{2,40}$/.test(code) && t.has(`tasks.${group}.${code}`) ? t(`tasks.${group}.${code}`) : null;
  const counter = translator(ctx.locale, 'counter');
  const kept = handOutRefusals.find((code) => code === one('kept'));
  const done = one('done') === 'handed_out' ? counter('handOut.done') : said('done', one('done'));
  const refused = kept ? counter(`handOut.refusals.${kept}`) : said('refusals', one('refused'));
  const id = one('id');
  return (
    <StaffPage ctx={ctx} room="money" path={path}>
      <div className="stack-wide">
        <h1>{t('tasks.title')}</h1>
        {done ? (
          <Notice kind="done" live>
            {done}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {refused}
          </Notice>
        ) : null}
        {waivers.length + failed.length + outside.length + byHand.length === 0 ? (
          <EmptyState title={t('tasks.emptyTitle')}>{t('tasks.emptyText')}</EmptyState>
        ) : null}
        {byHand.length > 0 ? (
          <RefundsByHand
            locale={ctx.locale}
            today={dateAt(ctx.now, timeZone)}
            refunds={byHand}
            sent={id ? { id, ...readProofQuery(one) } : null}
          />
        ) : null}
        {waivers.length > 0 ? <Waivers t={t} waivers={waivers} /> : null}
        {failed.length > 0 ? <FailedRefunds t={t} failed={failed} /> : null}
        {outside.length > 0 ? <OutsideRefunds t={t} outside={outside} /> : null}
      </div>
    </StaffPage>
  );
}
