/** Something that must never be. */
export type Violation = { check: string; facts: object };
