/** Fields of answers that lists can be narrowed by, and where they stand. */
const pathOf = {
  payment_intent: '$.payment_intent',
  charge: '$.charge',
  source: '$.source',
  type: '$.type',
  status: '$.status',
  currency: '$.currency',
  email: '$.customer_details.email',
} as const;

export type Filter = {
  kind: string;
  where?: Partial<Record<keyof typeof pathOf, string | undefined>>;
  types?: string[] | undefined;
  isDelivered?: boolean | undefined;
  /** Seconds, as Stripe counts. */
  created?: { gt?: number; gte?: number; lt?: number; lte?: number } | undefined;
  startingAfter?: string | undefined;
  endingBefore?: string | undefined;
  most: number;
};

/** The question in SQL: one row more than `most` tells that there are more. */
export function listQuery(filter: Filter): { sql: string; values: (string | number)[] } {
  const terms = ['kind = ?'];
  const values: (string | number)[] = [filter.kind];
  const add = (term: string, ...more: (string | number)[]) => {
    terms.push(term);
    values.push(...more);
  };
  for (const [field, path] of Object.entries(pathOf)) {
    const wanted = filter.where?.[field as keyof typeof pathOf];
    if (wanted !== undefined) add(`json_extract(body, '${path}') = ?`, wanted);
  }
  if (filter.types) add(`json_extract(body, '$.type') in (${filter.types.map(() => '?').join(', ')})`, ...filter.types);
  if (filter.isDelivered !== undefined) {
    add(`json_extract(body, '$.pending_webhooks') ${filter.isDelivered ? '= 0' : '> 0'}`);
  }
  const { gt, gte, lt, lte } = filter.created ?? {};
  if (gt !== undefined) add('created > ?', gt);
  if (gte !== undefined) add('created >= ?', gte);
  if (lt !== undefined) add('created < ?', lt);
  if (lte !== undefined) add('created <= ?', lte);
  if (filter.startingAfter !== undefined) add('seq < (select seq from object where id = ?)', filter.startingAfter);
  if (filter.endingBefore !== undefined) add('seq > (select seq from object where id = ?)', filter.endingBefore);
  const direction = filter.endingBefore === undefined ? 'desc' : 'asc';
  values.push(filter.most + 1);
  return {
    sql: `select seq, id, body, facts from object where ${terms.join(' and ')} order by seq ${direction} limit ?`,
    values,
  };
}
