import type { ReactNode } from 'react';
import { StandInBanner } from './stand-in-banner.tsx';

/** What stands around a page of the dashboard: the rooms as one line of links, who is signed in, the page. */
export function StaffShell(props: {
  skipText: string;
  standInText?: string;
  name: string;
  homeHref: string;
  navLabel: string;
  links: readonly { href: string; text: string; isCurrent?: boolean }[];
  who?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="staff">
      <a className="skip" href="#main">
        {props.skipText}
      </a>
      {props.standInText ? <StandInBanner text={props.standInText} /> : null}
      <header className="staff-head">
        <div className="wrap">
          <a className="staff-name" href={props.homeHref}>
            {props.name}
          </a>
          <nav aria-label={props.navLabel}>
            <ul className="staff-links">
              {props.links.map((link) => (
                <li key={link.href}>
                  <a href={link.href} aria-current={link.isCurrent ? 'page' : undefined}>
                    {link.text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {props.who ? <div className="staff-who">{props.who}</div> : null}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <div className="wrap">{props.children}</div>
      </main>
    </div>
  );
}
