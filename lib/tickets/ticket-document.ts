/** What the printed tickets of one order say, every word already in the reader's language and the museum's time. */
export type TicketDocument = {
  /** BCP 47: "az". */
  lang: string;
  /** The document's title, for the window and for readers: "Tickets, order K7PX4MQ2". */
  title: string;
  museumName: string;
  /** Address, way to ask, opening days: small, at the foot of each ticket. */
  footerLines: readonly string[];
  /** When it was made; the same document is the same file, byte for byte. */
  createdAt: Date;
  tickets: readonly TicketPanel[];
};

/** One ticket: one page. */
export type TicketPanel = {
  /** "Ticket 1 of 3". */
  countText: string;
  productName: string;
  startLabel: string;
  /** Wall time of the museum: "10:30". */
  startTime: string;
  /** Weekday and date: "Saturday, 12.12.2026". */
  dateText: string;
  /** "Please be there by 10:20." */
  beThereText: string;
  /** Label and value in reading order: meeting point, ticket type, name if any, language of the tour, price, order code. */
  facts: readonly { label: string; value: string }[];
  /** The documents a concession asks for; null when it asks for none. */
  documents: { heading: string; items: readonly string[] } | null;
  /** ID reminder, content advisory, arrival rules. */
  notices: readonly { heading: string; text: string }[];
  /** The signed token, and what it is for those who do not see it. */
  qrText: string;
  qrAlt: string;
  shortCodeLabel: string;
  /** As `formatShortCode` writes it. */
  shortCode: string;
};
