import type { ReactNode } from 'react';

/** Where the museum is and what else there is to read. */
export function SiteFooter(props: {
  museumName: string;
  address: ReactNode;
  links: readonly { href: string; text: string }[];
  note?: ReactNode;
}) {
  return (
    <footer className="foot">
      <div className="wrap">
        <div>
          <p className="foot-name">{props.museumName}</p>
          <address>{props.address}</address>
        </div>
        <ul className="foot-links">
          {props.links.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.text}</a>
            </li>
          ))}
        </ul>
        {props.note ? <p className="foot-note">{props.note}</p> : null}
      </div>
    </footer>
  );
}
