'use client';

import { useEffect } from 'react';

const everyMs = 10 * 60 * 1000;
let renewedAt = 0;

/**
 * Renews the session while somebody works on the page: at most every ten minutes, and only when a key or the pointer was
 * used. A screen that is left alone lets its session run out.
 */
export function KeepSignedIn() {
  useEffect(() => {
    const renew = () => {
      if (Date.now() - renewedAt < everyMs) return;
      renewedAt = Date.now();
      // When it fails, the next key tries again; the page itself will say that the session is over.
      fetch('/api/auth/session', { cache: 'no-store' }).catch(() => {
        renewedAt = 0;
      });
    };
    renew();
    const events = ['pointerdown', 'keydown'] as const;
    for (const name of events) window.addEventListener(name, renew, { passive: true });
    return () => {
      for (const name of events) window.removeEventListener(name, renew);
    };
  }, []);
  return null;
}
