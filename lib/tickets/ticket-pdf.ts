import PDFDocument from 'pdfkit';
import type { TicketDocument } from './ticket-document.ts';
import { ticketFonts } from './ticket-fonts.ts';
import { drawTicketPage, pageMargin } from './ticket-page.ts';

/**
 * The tickets of an order as one PDF, A4, one ticket a page, tagged for screen readers in the reader's language.
 * Throws when there is no ticket to print.
 */
export async function renderTicketsPdf(document: TicketDocument): Promise<Uint8Array> {
  if (document.tickets.length === 0) throw new RangeError('a document without tickets');
  const pdf = new PDFDocument({
    size: 'A4',
    margin: pageMargin,
    autoFirstPage: false,
    tagged: true,
    pdfVersion: '1.7',
    lang: document.lang,
    displayTitle: true,
    info: {
      Title: document.title,
      Author: document.museumName,
      CreationDate: document.createdAt,
      ModDate: document.createdAt,
    },
  });
  const chunks: Uint8Array[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve());
    pdf.on('error', reject);
  });
  for (const [face, file] of Object.entries(ticketFonts)) pdf.registerFont(face, file);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const ticket of document.tickets) {
    pdf.addPage();
    const section = pdf.struct('Sect', { title: ticket.countText });
    root.add(section);
    drawTicketPage(pdf, section, document, ticket);
    section.end();
  }
  root.end();
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}
