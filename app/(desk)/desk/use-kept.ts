'use client';

import { useCallback, useEffect, useState } from 'react';

/** A choice that this device remembers. The first picture shows the given one: the server does not know the device. */
export function useKept(key: string, given: string): [string, (value: string) => void] {
  const [value, setValue] = useState(given);
  useEffect(() => {
    try {
      setValue(localStorage.getItem(key) ?? given);
    } catch {
      setValue(given);
    }
  }, [key, given]);
  const keep = useCallback(
    (next: string) => {
      setValue(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // Remembered until the page is closed.
      }
    },
    [key],
  );
  return [value, keep];
}
