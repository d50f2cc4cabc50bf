'use client';

import { useEffect } from 'react';

const everyMs = 10 * 60 * 1000;
let renewedAt = 0;

/**
 * Renews the session, at most every ten minutes, when a person did something on the page. When it fails, the
 * next call tries again; the page itself will say that the session is over.
 */
function renewSession(): void {
  if (Date.now() - renewedAt < everyMs) return;
  renewedAt = Date.now();
  fetch('/api/auth/session', { cache: 'no-store' }).catch(() => {
    renewedAt = 0;
  });
}

/** Renews the session while keys or the pointer are used on the page. A screen that is left alone lets it run out. */
export function KeepSignedIn() {
  useEffect(() => {
    renewSession();
    const events = ['pointerdown', 'keydown'] as const;
    for (const name of events) window.addEventListener(name, renewSession, { passive: true });
    return () => {
      for (const name of events) window.removeEventListener(name, renewSession);
    };
  }, []);
  return null;
}
