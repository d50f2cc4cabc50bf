/** What an address may carry after its question mark. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The filters of a list page, as text; what comes twice counts once. */
export async function readFilters(searchParams: SearchParams) {
  const given = await searchParams;
  const one = (name: string): string | undefined => {
    const value = given[name];
    return (Array.isArray(value) ? value[0] : value) || undefined;
  };
  const page = Number(one('page') ?? 1);
  // The first page needs no number in its address.
  const isFurther = Number.isSafeInteger(page) && page > 1;
  return { one, q: one('q'), state: one('state'), date: one('date'), page: isFurther ? page : undefined };
}
