import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

/** `main` acts, once a page; `quiet` stands beside it; `plain` looks like a link. `short` keeps its width on a phone. */
export type ButtonLook = { look?: 'main' | 'quiet' | 'plain'; size?: 'short' | 'wide' };

const lookClass = (look: ButtonLook['look'], size: ButtonLook['size'], className?: string) =>
  classNames('btn', look !== 'main' && look, size, className);

/** Says what happens when pressed ("Hold these places"). Submits its form unless told otherwise. */
export function Button({
  look = 'main',
  size,
  className,
  type = 'submit',
  ...rest
}: ButtonLook & ComponentProps<'button'>) {
  return <button {...rest} type={type} className={lookClass(look, size, className)} />;
}

/** A link that looks like a button: for going on, never for changing something. */
export function LinkButton({
  look = 'main',
  size,
  className,
  ...rest
}: ButtonLook & ComponentProps<'a'> & { href: string }) {
  return <a {...rest} className={lookClass(look, size, className)} />;
}
