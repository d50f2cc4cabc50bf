import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import '../_ui/visitor.css';
import '../_ui/staff.css';
import '../_ui/desk.css';

export const metadata = { title: 'Styleguide', robots: { index: false, follow: false } };
export const dynamic = 'force-dynamic';

/** For the people who build this: not served by a production build unless STYLEGUIDE=1. */
export default function StyleguideLayout(props: { children: ReactNode }) {
  if (process.env.NODE_ENV === 'production' && process.env.STYLEGUIDE !== '1') notFound();
  return (
    <html lang="en">
      <body>{props.children}</body>
    </html>
  );
}
