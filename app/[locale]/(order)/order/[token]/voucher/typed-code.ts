/** A code as a form or an address brings it: exactly as typed, absurd lengths cut. */
export function typedCode(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : '';
}
