import { findListStanding } from '#lib/groups/list-standing.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import type { StaffCtx } from '#lib/identity/load-staff-actor.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';

/** The list of names in a visit's dossier: how it stands, in numbers; the names themselves stand behind their own permission. */
export async function NamesPart({ view, ctx }: { view: VisitView; ctx: StaffCtx }) {
  const standing = await findListStanding(ctx.db, view.visit, ctx.now);
  if (!standing) return null;
  const t = translator(ctx.locale, 'lists');
  const { counts, fields, dueDate } = standing;
  return (
    <section aria-labelledby="names-part" className="stack">
      <h2 id="names-part">{t('dossier.title')}</h2>
      {fields.length === 0 ? (
        <p>{t('dossier.none')}</p>
      ) : view.visit.purgedAt ? (
        <p>{t('staff.purged')}</p>
      ) : (
        <>
          <p>
            {counts.sent === 0
              ? t('part.due', { date: formatDate(dueDate) })
              : t('staff.counts', { people: counts.people, sent: counts.sent, cleared: counts.cleared })}
            {counts.notCleared > 0 ? ` ${t('part.notCleared', { count: counts.notCleared })}` : ''}
          </p>
          {can(ctx.actor, 'names.see') ? (
            <p>
              <a className="btn plain" href={paths.staffList(view.visit.id)}>
                {t('staff.open')}
              </a>
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
