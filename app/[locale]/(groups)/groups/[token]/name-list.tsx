import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { findListStanding } from '#lib/groups/list-standing.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** Where a teacher's visit needs a list of names: how it stands, and the way to it. Nothing where it needs none. */
export async function NameList(props: { view: VisitView; locale: Locale; token: string }) {
  const { view, locale, token } = props;
  const { db, now } = visitorRequest(locale);
  const standing = await findListStanding(db, view.visit, now);
  if (!standing || standing.fields.length === 0 || view.visit.purgedAt) return null;
  const t = translator(locale, 'lists');
  const { counts, isComing } = standing;
  const isMissing = counts.sent === 0 && isComing;
  return (
    <section aria-labelledby="name-list" className="stack">
      <h2 id="name-list">{t('part.title')}</h2>
      <p>
        {isMissing
          ? t('part.due', { date: formatLongDate(standing.dueDate, locale, { weekday: false, year: false }) })
          : t('part.sent', { sent: counts.sent, people: counts.people })}
        {counts.cleared > 0 ? ` ${t('part.cleared', { cleared: counts.cleared })}` : ''}
      </p>
      {counts.notCleared > 0 && isComing ? (
        <Notice kind="warn">{t('part.notCleared', { count: counts.notCleared })}</Notice>
      ) : null}
      <p>
        <LinkButton look={isMissing ? 'main' : 'quiet'} href={paths.visitNames(locale, token)}>
          {t(isMissing ? 'part.send' : 'part.open')}
        </LinkButton>
      </p>
    </section>
  );
}
