import { createPageWriter, footerHeight, millimetre, pageMargin, type Style, stone } from './page-writer.ts';
import { qrMatrix, qrRuns } from './qr.ts';
import type { TicketDocument, TicketPanel } from './ticket-document.ts';

// The symbol itself, without the quiet zone, which is the white of the page around it.
const qrSide = 42 * millimetre;
const labelWidth = 120;

type Element = PDFKit.PDFStructureElement;

const styles = {
  museum: { face: 'strong', size: 12 },
  count: { face: 'text', size: 10.5, color: stone },
  product: { face: 'title', size: 25, gap: 1 },
  longProduct: { face: 'title', size: 19, gap: 1 },
  label: { face: 'text', size: 10.5, color: stone },
  time: { face: 'titleStrong', size: 68 },
  date: { face: 'title', size: 19 },
  beThere: { face: 'strong', size: 12.5 },
  value: { face: 'text', size: 12.5 },
  heading: { face: 'strong', size: 11.5 },
  body: { face: 'text', size: 11.5, gap: 2 },
  code: { face: 'strong', size: 16 },
} satisfies Record<string, Style>;

/** Draws one ticket on the current page; what does not fit goes on to a further page, never over something else. */
export function drawTicketPage(
  pdf: PDFKit.PDFDocument,
  section: Element,
  document: TicketDocument,
  ticket: TicketPanel,
): void {
  const width = pdf.page.width - 2 * pageMargin;
  const bottom = pdf.page.height - pageMargin - footerHeight;
  let y = pageMargin;

  const { measure, write, line, writeFooter } = createPageWriter(pdf, section);
  const footer = () => writeFooter(document.footerLines, bottom);
  /** Makes room for a block that must stay whole. */
  const reserve = (height: number) => {
    if (y + height <= bottom) return;
    pdf.addPage();
    footer();
    y = pageMargin;
  };

  footer();
  write('P', document.museumName, styles.museum, pageMargin, y, width - 120);
  write('P', ticket.countText, styles.count, pageMargin + width - 112, y + 1, 112, 'right');
  y += measure(document.museumName, styles.museum, width - 120) + 8;
  line(y);

  const left = width - qrSide - 40;
  const top = y + 22;
  y = top;
  const stack = (tag: string, text: string, style: Style, space: number) => {
    write(tag, text, style, pageMargin, y, left);
    y += measure(text, style, left) + space;
  };
  const isLong = measure(ticket.productName, styles.product, left) > 2.5 * measure('A', styles.product, left);
  stack('H1', ticket.productName, isLong ? styles.longProduct : styles.product, 16);
  stack('P', ticket.startLabel, styles.label, -10);
  stack('P', ticket.startTime, styles.time, -6);
  stack('P', ticket.dateText, styles.date, 8);
  stack('P', ticket.beThereText, styles.beThere, 0);

  const qrLeft = pageMargin + width - qrSide - 12;
  const qrTop = top + 12;
  const figure = pdf.struct('Figure', { alt: ticket.qrAlt });
  section.add(figure);
  figure.add(() => drawQr(pdf, ticket.qrText, qrLeft, qrTop));
  figure.end();
  let codeY = qrTop + qrSide + 18;
  write('P', ticket.shortCodeLabel, styles.label, qrLeft - 12, codeY, qrSide + 24, 'center');
  codeY += measure(ticket.shortCodeLabel, styles.label, qrSide + 24) + 1;
  write('P', ticket.shortCode, styles.code, qrLeft - 12, codeY, qrSide + 24, 'center');
  codeY += measure(ticket.shortCode, styles.code, qrSide + 24);

  y = Math.max(y, codeY) + 22;
  line(y);
  y += 16;
  for (const { label, value } of ticket.facts) {
    const valueWidth = width - labelWidth - 12;
    const height = Math.max(measure(label, styles.label, labelWidth), measure(value, styles.value, valueWidth));
    reserve(height);
    write('P', label, styles.label, pageMargin, y + 1.7, labelWidth);
    write('P', value, styles.value, pageMargin + labelWidth + 12, y, valueWidth);
    y += height + 5;
  }

  const blocks = [
    ...(ticket.documents
      ? [{ heading: ticket.documents.heading, lines: ticket.documents.items.map((item) => `–  ${item}`) }]
      : []),
    ...ticket.notices.map(({ heading, text }) => ({ heading, lines: [text] })),
  ];
  if (blocks.length > 0) {
    y += 9;
    reserve(40);
    line(y);
    y += 16;
  }
  for (const { heading, lines } of blocks) {
    const heights = lines.map((text) => measure(text, styles.body, width));
    const headingHeight = measure(heading, styles.heading, width) + 3;
    reserve(headingHeight + (heights[0] ?? 0));
    write('H2', heading, styles.heading, pageMargin, y, width);
    y += headingHeight;
    for (const [index, text] of lines.entries()) {
      reserve(heights[index] ?? 0);
      write('P', text, styles.body, pageMargin, y, width);
      y += heights[index] ?? 0;
    }
    y += 9;
  }
}

function drawQr(pdf: PDFKit.PDFDocument, text: string, left: number, top: number): void {
  const matrix = qrMatrix(text);
  const module = qrSide / matrix.size;
  for (const { row, column, length } of qrRuns(matrix)) {
    pdf.rect(left + column * module, top + row * module, length * module, module);
  }
  pdf.fillColor('#000').fill();
}
