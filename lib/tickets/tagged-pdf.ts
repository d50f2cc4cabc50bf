import PDFDocument from 'pdfkit';
import { pageMargin } from './page-writer.ts';
import { ticketFonts } from './ticket-fonts.ts';

/**
 * One PDF, A4, tagged for screen readers in the reader's language; `draw` adds pages under the root. Made of what it is given alone: the
 * same is the same file, byte for byte.
 */
export async function renderTaggedPdf(
  about: { lang: string; title: string; author: string; createdAt: Date },
  draw: (pdf: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement) => void,
): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: pageMargin,
    autoFirstPage: false,
    tagged: true,
    pdfVersion: '1.7',
    lang: about.lang,
    displayTitle: true,
    info: {
      Title: about.title,
      Author: about.author,
      CreationDate: about.createdAt,
      ModDate: about.createdAt,
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
  draw(pdf, root);
  root.end();
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}
