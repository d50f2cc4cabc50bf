import { notFound } from 'next/navigation';

/** Whatever has no page of its own is "not found" in the visitor's language, not the framework's. */
export default function Rest(): never {
  notFound();
}
