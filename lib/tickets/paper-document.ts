/** A paper of account as it is printed, every word already in its language, every sum already written. */
export type PaperDocument = {
  /** BCP 47: "az". */
  lang: string;
  /** "Invoice 2026-0012". */
  title: string;
  museumName: string;
  /** Small, at the right of the head: the date. */
  dateText: string;
  createdAt: Date;
  /** The museum as seller, and who pays, line by line. */
  parties: readonly { heading: string; lines: readonly string[] }[];
  facts: readonly { label: string; value: string }[];
  table: {
    heads: { words: string; quantity: string; unit: string; tax: string; total: string };
    rows: readonly { words: string; quantity: string; unit: string; tax: string; total: string }[];
  };
  /** Total and the tax in it; the last is the strongest. */
  sums: readonly { label: string; value: string }[];
  /** How to pay, what it is not, who signs. */
  notices: readonly { heading: string; lines: readonly string[] }[];
  footerLines: readonly string[];
};
