import { qrMatrix, qrRuns } from './qr.ts';
import type { TicketDocument, TicketPanel } from './ticket-document.ts';
import type { TicketFace } from './ticket-fonts.ts';

const millimetre = 72 / 25.4;
/** All sizes are points, 1/72 inch. */
export const pageMargin = 17 * millimetre;
// The symbol itself, without the quiet zone, which is the white of the page around it.
const qrSide = 42 * millimetre;
const ink = '#1b1a17';
const stone = '#6b665c';
const rule = '#d9d3c5';
const labelWidth = 120;
const footerHeight = 40;

type Element = PDFKit.PDFStructureElement;
type Style = { face: TicketFace; size: number; color?: string; gap?: number };

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
  footer: { face: 'text', size: 9.5, color: stone },
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

  const measure = (words: string, style: Style, room: number): number => {
    const text = printable(words);
    pdf.font(style.face).fontSize(style.size);
    return pdf.heightOfString(text, { width: room, lineGap: style.gap ?? 0, features: figures });
  };
  const write = (tag: string, text: string, style: Style, x: number, top: number, room: number, align = 'left') => {
    const element = pdf.struct(tag);
    section.add(element);
    element.add(() => {
      pdf
        .font(style.face)
        .fontSize(style.size)
        .fillColor(style.color ?? ink);
      const how = {
        width: room,
        lineGap: style.gap ?? 0,
        align: align as 'left' | 'right' | 'center',
        features: figures,
      };
      // Aligned otherwise, a line must be one piece.
      const [first = '', ...rest] = align === 'left' ? text.split(manat) : [text];
      pdf.text(printable(first), x, top, { ...how, continued: rest.length > 0 });
      for (const [index, part] of rest.entries()) {
        pdf.font('sign').text(manat, { ...how, continued: true, baseline: -ascender * style.size });
        pdf.font(style.face).text(printable(part), { ...how, continued: index < rest.length - 1 });
      }
    });
    element.end();
  };
  const line = (top: number) => {
    pdf.markContent('Artifact', { type: 'Layout' });
    pdf
      .moveTo(pageMargin, top)
      .lineTo(pageMargin + width, top)
      .lineWidth(0.7)
      .strokeColor(rule)
      .stroke();
    pdf.endMarkedContent();
  };
  const footer = () => {
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font(styles.footer.face).fontSize(styles.footer.size).fillColor(stone);
    pdf.text(printable(document.footerLines.join('\n')), pageMargin, bottom + 14, {
      width,
      height: footerHeight,
      lineGap: 1.5,
    });
    pdf.endMarkedContent();
    line(bottom + 6);
  };
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

// Figures of one width, standing on the line: times and sums align.
const figures: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum', 'lnum', 'kern', 'liga'];

const manat = '₼';
// How far the letters of Source Sans rise above their line, as a share of the size: the borrowed sign stands on the same line.
const ascender = 1.024;

// Measured, and where the sign cannot be borrowed, the manat is its ISO code, which is a little wider. Letters that no face has become "?": left in, one of a
// right-to-left script would turn the whole line about. Pictures and control characters have no place on paper.
function printable(text: string): string {
  return text
    .replaceAll(manat, 'AZN')
    .replace(/[^\P{C}\n]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/gu, ' ')
    .replace(/[^\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Common}\p{sc=Inherited}]/gu, '?');
}

function drawQr(pdf: PDFKit.PDFDocument, text: string, left: number, top: number): void {
  const matrix = qrMatrix(text);
  const module = qrSide / matrix.size;
  for (const { row, column, length } of qrRuns(matrix)) {
    pdf.rect(left + column * module, top + row * module, length * module, module);
  }
  pdf.fillColor('#000').fill();
}
