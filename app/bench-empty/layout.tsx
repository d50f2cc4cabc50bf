import type { ReactNode } from 'react';

export const metadata = { title: 'Empty', description: 'An empty page.' };
export const dynamic = 'force-dynamic';

/** A root of its own, so that the page below has nothing but what the framework brings. */
export default function EmptyLayout(props: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{props.children}</body>
    </html>
  );
}
