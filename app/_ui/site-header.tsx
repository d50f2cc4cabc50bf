export type LanguageLink = { locale: string; href: string; name: string; isCurrent: boolean };

/** The museum's name and the languages. Each language link leads to this same page. */
export function SiteHeader(props: {
  museumName: string;
  homeHref: string;
  links?: readonly { href: string; text: string }[];
  languagesLabel: string;
  languages: readonly LanguageLink[];
}) {
  return (
    <header className="head">
      <div className="wrap">
        <a className="head-name" href={props.homeHref}>
          {props.museumName}
        </a>
        {props.links?.length ? (
          <ul className="head-links">
            {props.links.map((link) => (
              <li key={link.href}>
                <a href={link.href}>{link.text}</a>
              </li>
            ))}
          </ul>
        ) : null}
        <nav aria-label={props.languagesLabel}>
          <ul className="langs">
            {props.languages.map((language) => (
              <li key={language.locale}>
                <a
                  href={language.href}
                  hrefLang={language.locale}
                  lang={language.locale}
                  aria-current={language.isCurrent ? 'true' : undefined}
                >
                  {language.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}
