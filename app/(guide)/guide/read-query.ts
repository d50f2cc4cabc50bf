export type GuideQuery = Promise<Record<string, string | string[] | undefined>>;

/** One value of the address by its name, absurd lengths cut; what comes twice counts once. */
export async function readQuery(query: GuideQuery): Promise<(name: string) => string> {
  const given = await query;
  return (name) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return ((Array.isArray(value) ? value[0] : value) ?? '').slice(0, 1200);
  };
}
