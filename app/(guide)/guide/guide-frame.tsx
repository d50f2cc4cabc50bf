import type { ReactNode } from 'react';
import { Notice } from '#app/_ui/notice.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import type { OpenedGuide } from './open-guide.ts';

type Page = 'tours' | 'day' | 'availability' | 'leave' | 'hours';

/** What stands around a guide's page: whose it is, the five places, the page. */
export async function GuideFrame(props: {
  opened: OpenedGuide;
  page?: Page;
  told?: { kind: 'done' | 'refused'; text: string } | null;
  children: ReactNode;
}) {
  const { guide, key, locale, ctx } = props.opened;
  const t = translator(locale, 'guides');
  const museum = await getMuseum(ctx.db);
  const pages = (['tours', 'day', 'availability', 'leave', 'hours'] as const).map((page) => ({
    page,
    href: page === 'tours' ? paths.guide(key) : paths.guidePage(key, page),
  }));
  return (
    <>
      <a className="skip" href="#main">
        {translator(locale, 'common')('skip')}
      </a>
      <header className="head">
        <div className="wrap">
          <a className="head-name" href={paths.guide(key)}>
            {localized(museum.names, locale)}
          </a>
          <span className="guide-name">{guide.name}</span>
        </div>
      </header>
      <nav className="wrap guide-nav" aria-label={t('app.nav.label')}>
        <ul className="guide-pages">
          {pages.map(({ page, href }) => (
            <li key={page}>
              <a href={href} aria-current={page === props.page ? 'page' : undefined}>
                {t(`app.nav.${page}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        <div className="wrap stack">
          {props.told ? (
            <Notice kind={props.told.kind} live>
              {props.told.text}
            </Notice>
          ) : null}
          {props.children}
        </div>
      </main>
    </>
  );
}
