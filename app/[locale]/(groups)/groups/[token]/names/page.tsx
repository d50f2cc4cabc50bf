import type { Metadata } from 'next';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { seeNames } from '#lib/groups/see-names.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatLongDate, wallTimeAt } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';
import { ListForm } from './list-form.tsx';
import { NamesTable } from './names-table.tsx';
import { openList } from './open-list.ts';
import { sendListAction } from './send-list-action.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openList(params);
  return { title: translator(locale, 'lists')('names.title'), robots: { index: false, follow: false } };
}

/** The people of a visit, for whoever holds its link: the list as it was sent, who is cleared, and sending it. */
export default async function NamesPage({ params, searchParams }: Props) {
  const { view, token, locale, ctx, standing } = await openList(params);
  const [museum, query, seen] = await Promise.all([
    museumOfRequest(),
    searchParams,
    seeNames(ctx, { visitId: view.visit.id }),
  ]);
  const t = translator(locale, 'lists');
  const names = seen.ok ? seen.names : [];
  const { counts, fields, settings } = standing;
  const fieldWords = fields.map((field) => t(`fields.${field}`).toLocaleLowerCase(locale)).join('; ');
  const told = ['sent', 'replaced'].find((one) => one === query.told);
  const dropped = told === 'sent' && /^\d{1,2}$/.test(String(query.dropped)) ? Number(query.dropped) : 0;
  const until = t('names.at', {
    date: formatLongDate(dateAt(standing.replaceUntil, museum.timeZone), locale, { weekday: false, year: false }),
    time: wallTimeAt(standing.replaceUntil, museum.timeZone),
  });
  const mayReplace = standing.isComing && ctx.now < standing.replaceUntil && counts.sent > 0;
  const maySend = standing.isComing && ctx.now < standing.startsAt && !(standing.isFrozen && counts.sent > 0);
  const difference = counts.sent - counts.people;
  return (
    <Frame locale={locale} here={(other) => paths.visitNames(other, token)}>
      <BackLink href={paths.visit(locale, token)}>{t('names.back')}</BackLink>
      {told ? (
        <Notice kind="done" live>
          {t(`told.${told}`)}
        </Notice>
      ) : null}
      {dropped ? <Notice>{t('told.notKept', { count: dropped })}</Notice> : null}
      <StepHeading
        where={localized(view.product.names, locale)}
        title={t('names.title')}
        lead={t('names.lead', { fields: fieldWords, days: settings.group_purge_days })}
      />
      <div className="stack-wide">
        {counts.sent > 0 ? (
          <div className="stack">
            <h2>{t('names.current')}</h2>
            <p>
              {t('part.sent', counts)} {t('part.cleared', counts)}
            </p>
            {difference !== 0 ? (
              <Notice kind="warn">
                {t(difference < 0 ? 'names.fewer' : 'names.more', { count: Math.abs(difference) })}
              </Notice>
            ) : null}
            {counts.notCleared > 0 ? (
              <Notice kind="warn">{t('part.notCleared', { count: counts.notCleared })}</Notice>
            ) : null}
            {standing.isFrozen && mayReplace ? (
              <p>
                {t('names.frozen', {
                  date: formatLongDate(standing.dueDate, locale, { weekday: false, year: false }),
                  until,
                })}
              </p>
            ) : null}
            <NamesTable names={names} fields={fields} locale={locale} token={mayReplace ? token : null} />
            {mayReplace && difference < 0 ? (
              <p>
                <LinkButton look="quiet" href={paths.visitReplaceName(locale, token, 'more')}>
                  {t('names.add')}
                </LinkButton>
              </p>
            ) : null}
          </div>
        ) : (
          <p>{t('part.due', { date: formatLongDate(standing.dueDate, locale, { weekday: false, year: false }) })}</p>
        )}
        {maySend ? (
          <section aria-labelledby="list-send" className="stack">
            <h2 id="list-send">{t(counts.sent > 0 ? 'names.againTitle' : 'names.formTitle')}</h2>
            <ListForm
              action={sendListAction.bind(null, locale, token)}
              isMain={counts.sent === 0}
              words={{
                errorsTitle: t('faults.nothingKept'),
                text: t('names.text'),
                textHint: t('names.textHint', { fields: fieldWords }),
                file: t('names.file'),
                fileHint: t('names.fileHint'),
                tooLarge: t('unreadable.too_large'),
                send: t('names.send'),
              }}
            />
          </section>
        ) : mayReplace ? null : (
          <Notice>{t('names.closed')}</Notice>
        )}
      </div>
    </Frame>
  );
}
