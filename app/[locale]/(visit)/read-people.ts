/** How many people an address asks for; null for anything that is no such number. */
export function readPeople(asked: string | string[] | undefined, most: number): number | null {
  if (typeof asked !== 'string' || !/^\d{1,3}$/.test(asked)) return null;
  const people = Number(asked);
  return people >= 1 && people <= most ? people : null;
}
