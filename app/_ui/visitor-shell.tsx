import type { ComponentProps, ReactNode } from 'react';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';
import { StandInBanner } from './stand-in-banner.tsx';

/** What stands around a visitor's page; goes into `<body>`. All words come from the caller. */
export function VisitorShell(props: {
  skipText: string;
  standInText?: string;
  header: ComponentProps<typeof SiteHeader>;
  footer: ComponentProps<typeof SiteFooter>;
  children: ReactNode;
}) {
  return (
    <>
      <a className="skip" href="#main">
        {props.skipText}
      </a>
      {props.standInText ? <StandInBanner text={props.standInText} /> : null}
      <SiteHeader {...props.header} />
      <main className="main" id="main" tabIndex={-1}>
        <div className="wrap">{props.children}</div>
      </main>
      <SiteFooter {...props.footer} />
    </>
  );
}
