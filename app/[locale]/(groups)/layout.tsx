import '#app/_ui/styles/groups.css';
import type { ReactNode } from 'react';

/** The teacher's pages. Their styles are their own: the first pages of a visitor do not carry them. */
export default function GroupsLayout({ children }: { children: ReactNode }) {
  return children;
}
