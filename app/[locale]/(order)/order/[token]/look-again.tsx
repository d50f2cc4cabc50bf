'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Looks again by itself while a payment is not settled (3.4): the page is drawn anew where it stands, so that nobody loses their
 * place; when it has become another page, the focus goes to its heading, which is then read out. With `href` the provider is asked
 * first, at that address.
 */
export function LookAgain({ seconds, href }: { seconds: number; href?: string }) {
  const router = useRouter();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'hidden') return;
      if (href) window.location.replace(href);
      else router.refresh();
    };
    const timer = setInterval(look, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds, href]);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const heading = document.querySelector('h1');
        if (!heading) return;
        heading.tabIndex = -1;
        heading.focus();
      });
    },
    [],
  );
  return null;
}
