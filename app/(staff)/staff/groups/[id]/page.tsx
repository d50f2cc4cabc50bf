import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { answerWishes } from '#lib/groups/answer-wishes.ts';
import { comingStates } from '#lib/groups/values.ts';
import { listVisitFiles } from '#lib/groups/visit-files.ts';
import { getVisitHistory } from '#lib/groups/visit-history.ts';
import { minuteOf } from '#lib/groups/visit-rows.ts';
import { findVisitView } from '#lib/groups/visit-view.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { isIsoDate } from '#lib/platform/time.ts';
import { MoneyPart } from '../../accounts/money-part.tsx';
import { toneOf } from '../visit-columns.tsx';
import { ActsPart } from './acts-part.tsx';
import { AgreedPart } from './agreed-part.tsx';
import { GuidesPart } from './guides-part.tsx';
import { HistoryPart } from './history-part.tsx';
import { sentenceOf } from './history-words.ts';
import { NamesPart } from './names-part.tsx';
import { PlansPart } from './plans-part.tsx';
import { readTyped } from './typed.ts';
import { VisitFacts } from './visit-facts.tsx';

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

const asksToPlan: readonly string[] = ['submitted', 'needs_info', 'waitlisted', ...comingStates];

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'board')('visit.title') };
}

/** One request or visit: who comes, what the planner says, what was agreed, what can be done, and what has happened. */
export default async function VisitPage({ params, searchParams }: Props) {
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const path = paths.staffGroup(id);
  const ctx = await requireStaff('groups.see', path);
  const [view, history, files, museum, typed] = await Promise.all([
    findVisitView(ctx.db, id),
    getVisitHistory(ctx, id),
    listVisitFiles(ctx, id),
    getMuseum(ctx.db),
    readTyped(searchParams),
  ]);
  if (!view || !history.ok) notFound();
  const t = translator(ctx.locale, 'board');
  const { visit } = view;
  const mayChange = can(ctx.actor, 'groups.change');
  const plans = asksToPlan.includes(visit.state) && mayChange;
  const instead =
    isIsoDate(typed.around) && typed.around > '2000-01-01' && typed.around < '2100-01-01'
      ? {
          date: typed.around,
          startMinute: minuteOf(/^([01]\d|2[0-3]):[0-5]\d$/.test(typed.time ?? '') ? (typed.time ?? '') : '10:00'),
        }
      : null;
  const answered = plans ? await answerWishes(ctx.db, visit, instead, ctx.now) : null;
  const part = { t, view, locale: ctx.locale, zone: museum.timeZone, typed };
  const last = history.moments.at(-1);
  return (
    <StaffPage ctx={ctx} room="groups" path={path}>
      <BackLink href={paths.staffGroups()}>{t('visit.back')}</BackLink>
      <div className="stack-wide">
        <div>
          <h1>{view.institution?.name ?? t('visit.title')}</h1>
          <p>
            <code>{visit.code}</code> · {localized(view.product.names, ctx.locale)} ·{' '}
            <StatusWord tone={toneOf(visit.state)}>
              {translator(ctx.locale, 'groups')(`states.${visit.state}`)}
            </StatusWord>
          </p>
        </div>
        {typed.done && t.has(`done.${typed.done}`) ? (
          <Notice kind="done" live>
            {t(`done.${typed.done}`)}
          </Notice>
        ) : null}
        {typed.refused && t.has(`refused.${typed.refused}`) ? (
          <Notice kind="refused" live title={t(`refused.${typed.refused}`, { about: aboutOf(typed.about) })}>
            {/* Somebody else was quicker: who, and with what. Nothing typed is lost. */}
            {typed.refused === 'wrong_state' && last ? (
              <p>
                {t('refused.meanwhile', {
                  what: sentenceOf(t, ctx.locale, last).what,
                  who: sentenceOf(t, ctx.locale, last).who,
                })}
              </p>
            ) : null}
          </Notice>
        ) : null}
        <div className="two-columns">
          <div className="stack-wide">
            <AgreedPart {...part} mayChange={mayChange} maySeeOrders={can(ctx.actor, 'orders.see')} />
            <GuidesPart {...part} ctx={ctx} />
            {answered ? <PlansPart {...part} answered={answered} instead={instead} /> : null}
            {mayChange ? <ActsPart {...part} now={ctx.now} /> : null}
          </div>
          <div className="stack-wide">
            <VisitFacts {...part} files={files} passedOver={history.passedOver} />
            <NamesPart view={view} ctx={ctx} />
            {visit.state === 'draft' ? null : <MoneyPart view={view} locale={ctx.locale} />}
          </div>
        </div>
        <HistoryPart {...part} moments={history.moments} mayChange={mayChange} />
      </div>
    </StaffPage>
  );
}

/** A start that a refusal is about, as people write it; a number as it is. */
function aboutOf(about: string | undefined): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(about ?? '');
  if (found) return `${found[3]}.${found[2]}.${found[1]} ${found[4]}`;
  return /^\d{1,4}$/.test(about ?? '') ? (about ?? '') : '';
}
