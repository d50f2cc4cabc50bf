/** "2026-0012": the number of a paper as people say and search it. Each kind has a series of its own, by year. */
export const paperNumber = ({ year, no }: { year: number; no: number }): string =>
  `${year}-${String(no).padStart(4, '0')}`;
