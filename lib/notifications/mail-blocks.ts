/** A mail as the reader meets it, part after part; HTML and plain text are both made of it, so that neither says less. */
export type MailBlock =
  | { kind: 'title' | 'text' | 'small'; text: string }
  | { kind: 'time'; label: string; time: string; note: string }
  | { kind: 'facts'; facts: readonly { label: string; value: string }[] }
  | { kind: 'list'; heading: string; items: readonly string[] }
  | { kind: 'link'; text: string; url: string };

export type MailText = {
  lang: string;
  subject: string;
  museumName: string;
  /** What mail programs show beside the subject; it stands in the mail as well. */
  preheader?: string;
  blocks: readonly MailBlock[];
  footer: readonly string[];
};

/** A line that cannot become two: header fields must not carry CR, LF or other control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** The mail as plain text, for readers and programs that want no HTML. */
export function renderText(mail: MailText): string {
  return `${[...mail.blocks.map(blockText), '--', mail.footer.join('\n')].join('\n\n')}\n`;
}

function blockText(block: MailBlock): string {
  switch (block.kind) {
    case 'title':
      return `${block.text}\n${'='.repeat(Math.min(60, [...block.text].length))}`;
    case 'text':
    case 'small':
      return block.text;
    case 'time':
      return `${block.label}: ${block.time}\n${block.note}`;
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${fact.value.replaceAll('\n', '; ')}`).join('\n');
    case 'list':
      return [`${block.heading}:`, ...block.items.map((item) => `- ${item}`)].join('\n');
    case 'link':
      return `${block.text}:\n${block.url}`;
  }
}
