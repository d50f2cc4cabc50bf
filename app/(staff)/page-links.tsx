import type { Translator } from '#lib/platform/i18n/translator.ts';

/** Goes through the pages of a list: plain addresses, so that a page can be kept and sent. */
export function PageLinks(props: { t: Translator; page: number; pages: number; href: (page: number) => string }) {
  const { t, page, pages } = props;
  if (pages <= 1) return null;
  return (
    <nav aria-label={t('pages.label')}>
      <ul className="crumbs">
        {page > 1 ? (
          <li>
            <a rel="prev" href={props.href(page - 1)}>
              {t('pages.previous')}
            </a>
          </li>
        ) : null}
        <li aria-current="page">{t('pages.here', { page, pages })}</li>
        {page < pages ? (
          <li>
            <a rel="next" href={props.href(page + 1)}>
              {t('pages.next')}
            </a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
