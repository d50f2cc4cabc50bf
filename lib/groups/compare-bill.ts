import type { BillLine } from './bill-visit.ts';

/** What one invoice asks for and its credit notes have taken back. */
export type InvoiceToCompare = { id: string; lines: readonly BillLine[]; credited: readonly BillLine[] };
export type BillDifference = {
  /** What a further invoice asks for. */
  more: BillLine[];
  /** What is taken back, of each invoice. */
  less: { invoiceId: string; lines: BillLine[] }[];
};

type Net = { line: BillLine; quantity: number; taxMinor: number };
const keyOf = ({ code, unitMinor, taxPerMille }: BillLine): string => `${code} ${unitMinor} ${taxPerMille}`;

/**
 * What brings the invoices of a visit to what it costs now: a further invoice for what is more, credit notes for what is less, the
 * newest invoice first (requirements 5.4: papers are never changed). Lines meet by what they are for, their price and tax; so the papers
 * together say `now`, in sum and, up to the rounding of separate invoices, in tax. Nothing on either side where nothing has changed.
 */
export function compareBill(invoices: readonly InvoiceToCompare[], now: readonly BillLine[]): BillDifference {
  const nets = invoices.map(({ id, lines, credited }) => ({ id, nets: netOf(lines, credited) }));
  const more: BillLine[] = [];
  const wanted = new Map(now.map((line) => [keyOf(line), line]));
  const less = new Map<string, BillLine[]>();
  const keys = new Set([...wanted.keys(), ...nets.flatMap((one) => [...one.nets.keys()])]);
  for (const key of keys) {
    const line = wanted.get(key);
    const billed = nets.reduce((sum, one) => sum + (one.nets.get(key)?.quantity ?? 0), 0);
    let over = billed - (line?.quantity ?? 0);
    if (over < 0 && line) {
      const before = nets.reduce((sum, one) => sum + (one.nets.get(key)?.taxMinor ?? 0), 0);
      more.push(part(line, -over, Math.max(0, line.taxMinor - before)));
    }
    for (const one of [...nets].reverse()) {
      const net = one.nets.get(key);
      if (over <= 0 || !net || net.quantity === 0) continue;
      const taken = Math.min(over, net.quantity);
      const taxMinor = net.taxMinor - taxOf(net.line, net.quantity - taken);
      less.set(one.id, [...(less.get(one.id) ?? []), part(net.line, taken, Math.max(0, taxMinor))]);
      over -= taken;
    }
  }
  return {
    more: more.filter(isMoney),
    less: [...less]
      .map(([invoiceId, lines]) => ({ invoiceId, lines: lines.filter(isMoney) }))
      .filter(({ lines }) => lines.length > 0),
  };
}

const isMoney = ({ totalMinor }: BillLine): boolean => totalMinor > 0;
const taxOf = ({ unitMinor, taxPerMille }: BillLine, quantity: number): number =>
  Math.round((unitMinor * quantity * taxPerMille) / (1000 + taxPerMille));
const part = (line: BillLine, quantity: number, taxMinor: number): BillLine => ({
  ...line,
  quantity,
  totalMinor: quantity * line.unitMinor,
  taxMinor: Math.min(taxMinor, quantity * line.unitMinor),
});

function netOf(lines: readonly BillLine[], credited: readonly BillLine[]): Map<string, Net> {
  const nets = new Map<string, Net>();
  for (const line of lines) {
    const net = nets.get(keyOf(line)) ?? { line, quantity: 0, taxMinor: 0 };
    nets.set(keyOf(line), { ...net, quantity: net.quantity + line.quantity, taxMinor: net.taxMinor + line.taxMinor });
  }
  for (const line of credited) {
    const net = nets.get(keyOf(line));
    if (!net) continue;
    net.quantity -= line.quantity;
    net.taxMinor -= line.taxMinor;
  }
  return nets;
}
