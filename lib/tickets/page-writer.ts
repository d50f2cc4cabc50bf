import type { TicketFace } from './ticket-fonts.ts';

export const millimetre = 72 / 25.4;
/** All sizes are points, 1/72 inch. */
export const pageMargin = 17 * millimetre;
export const footerHeight = 40;
const ink = '#1b1a17';
export const stone = '#6b665c';
const rule = '#d9d3c5';

export type Style = { face: TicketFace; size: number; color?: string; gap?: number };
const footerStyle = { face: 'text', size: 9.5, color: stone } satisfies Style;

/** Writes words and lines on the pages of a document, each a tagged part of `section`; what every printed paper of ours has in common. */
export function createPageWriter(pdf: PDFKit.PDFDocument, section: PDFKit.PDFStructureElement) {
  const width = pdf.page.width - 2 * pageMargin;
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
  /** The small lines at the foot of a page, below `bottom`. */
  const writeFooter = (lines: readonly string[], bottom: number) => {
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font(footerStyle.face).fontSize(footerStyle.size).fillColor(stone);
    pdf.text(printable(lines.join('\n')), pageMargin, bottom + 14, {
      width,
      height: footerHeight,
      lineGap: 1.5,
    });
    pdf.endMarkedContent();
    line(bottom + 6);
  };
  return { measure, write, line, writeFooter };
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
