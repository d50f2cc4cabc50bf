import { createPageWriter, footerHeight, pageMargin, type Style, stone } from './page-writer.ts';
import type { PaperDocument } from './paper-document.ts';
import { renderTaggedPdf } from './tagged-pdf.ts';

const styles = {
  museum: { face: 'strong', size: 12 },
  date: { face: 'text', size: 10.5, color: stone },
  title: { face: 'title', size: 25, gap: 1 },
  label: { face: 'text', size: 10.5, color: stone },
  value: { face: 'text', size: 11.5, gap: 1 },
  head: { face: 'text', size: 9.5, color: stone },
  cell: { face: 'text', size: 11 },
  sum: { face: 'text', size: 12 },
  total: { face: 'strong', size: 14 },
  heading: { face: 'strong', size: 11.5 },
  body: { face: 'text', size: 11, gap: 2 },
} satisfies Record<string, Style>;

/** The paper as one PDF, tagged; what does not fit goes on to a further page. */
export async function renderPaperPdf(paper: PaperDocument): Promise<Uint8Array> {
  const { lang, title, museumName: author, createdAt } = paper;
  return renderTaggedPdf({ lang, title, author, createdAt }, (pdf, root) => {
    pdf.addPage();
    const section = pdf.struct('Sect', { title });
    root.add(section);
    drawPaper(pdf, section, paper);
    section.end();
  });
}

function drawPaper(pdf: PDFKit.PDFDocument, section: PDFKit.PDFStructureElement, paper: PaperDocument): void {
  const width = pdf.page.width - 2 * pageMargin;
  const bottom = pdf.page.height - pageMargin - footerHeight;
  const { measure, write, line, writeFooter } = createPageWriter(pdf, section);
  let y = pageMargin;
  const reserve = (height: number) => {
    if (y + height <= bottom) return;
    pdf.addPage();
    writeFooter(paper.footerLines, bottom);
    y = pageMargin;
  };
  /** Pieces side by side, as high as the highest. */
  const row = (
    pieces: readonly { text: string; style: Style; x: number; room: number; align?: string }[],
    space: number,
  ) => {
    const height = Math.max(...pieces.map(({ text, style, room }) => measure(text, style, room)));
    reserve(height);
    for (const { text, style, x, room, align } of pieces) write('P', text, style, pageMargin + x, y, room, align);
    y += height + space;
  };

  writeFooter(paper.footerLines, bottom);
  row(
    [
      { text: paper.museumName, style: styles.museum, x: 0, room: width - 140 },
      { text: paper.dateText, style: styles.date, x: width - 132, room: 132, align: 'right' },
    ],
    8,
  );
  line(y);
  y += 18;
  write('H1', paper.title, styles.title, pageMargin, y, width);
  y += measure(paper.title, styles.title, width) + 12;

  const half = (width - 24) / 2;
  const tops = paper.parties.map(({ heading, lines }, index) => {
    const x = pageMargin + (index % 2) * (half + 24);
    write('H2', heading, styles.label, x, y, half);
    const text = lines.join('\n');
    write('P', text, styles.value, x, y + 15, half);
    return y + 15 + measure(text, styles.value, half);
  });
  y = Math.max(y, ...tops) + 16;
  for (const { label, value } of paper.facts) {
    row(
      [
        { text: label, style: styles.label, x: 0, room: 130 },
        { text: value, style: styles.value, x: 142, room: width - 142 },
      ],
      3,
    );
  }
  y += 12;

  const columns = [
    { key: 'words', x: 0, room: width - 282 },
    { key: 'quantity', x: width - 274, room: 46, align: 'right' },
    { key: 'unit', x: width - 222, room: 72, align: 'right' },
    { key: 'tax', x: width - 144, room: 66, align: 'right' },
    { key: 'total', x: width - 74, room: 74, align: 'right' },
  ] as const;
  const cells = (of: PaperDocument['table']['heads'], style: Style) =>
    columns.map(({ key, ...place }) => ({ text: of[key], style, ...place }));
  line(y);
  y += 6;
  row(cells(paper.table.heads, styles.head), 5);
  line(y);
  y += 7;
  for (const one of paper.table.rows) row(cells(one, styles.cell), 6);
  line(y);
  y += 10;
  for (const [index, { label, value }] of paper.sums.entries()) {
    const style = index === paper.sums.length - 1 ? styles.total : styles.sum;
    row(
      [
        { text: label, style, x: 0, room: width - 130 },
        { text: value, style, x: width - 122, room: 122, align: 'right' },
      ],
      4,
    );
  }
  for (const { heading, lines } of paper.notices) {
    y += 14;
    const height = measure(heading, styles.heading, width) + 3;
    reserve(height + 16);
    write('H2', heading, styles.heading, pageMargin, y, width);
    y += height;
    for (const text of lines) row([{ text, style: styles.body, x: 0, room: width }], 2);
  }
}
