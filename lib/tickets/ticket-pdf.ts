import { renderTaggedPdf } from './tagged-pdf.ts';
import type { TicketDocument } from './ticket-document.ts';
import { drawTicketPage } from './ticket-page.ts';

/**
 * The tickets of an order as one PDF, A4, one ticket a page, tagged for screen readers in the reader's language.
 * Throws when there is no ticket to print.
 */
export async function renderTicketsPdf(document: TicketDocument): Promise<Uint8Array> {
  if (document.tickets.length === 0) throw new RangeError('a document without tickets');
  const { lang, title, museumName: author, createdAt } = document;
  return renderTaggedPdf({ lang, title, author, createdAt }, (pdf, root) => {
    for (const ticket of document.tickets) {
      pdf.addPage();
      const section = pdf.struct('Sect', { title: ticket.countText });
      root.add(section);
      drawTicketPage(pdf, section, document, ticket);
      section.end();
    }
  });
}
