import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { TicketDocument, TicketPanel } from './ticket-document.ts';
import { ticketDocuments } from './ticket-pdf.fixture.ts';
import { renderTicketsPdf } from './ticket-pdf.ts';

/** The file's plain parts and every inflated stream, as Latin-1. */
async function readPdf(document: TicketDocument): Promise<{ plain: string; streams: string[]; size: number }> {
  const file = Buffer.from(await renderTicketsPdf(document));
  const plain = file.toString('latin1');
  const streams = [...plain.matchAll(/\/FlateDecode[\s\S]*?stream\n/g)].flatMap((match) => {
    try {
      return [inflateSync(file.subarray(match.index + match[0].length)).toString('latin1')];
    } catch {
      return [];
    }
  });
  return { plain, streams, size: file.length };
}

/** Every character that a font of the file draws, from its map of glyphs to Unicode; "\0" stands for a missing glyph. */
function drawnCharacters(streams: readonly string[]): Set<string> {
  const characters = new Set<string>();
  for (const stream of streams.filter((text) => text.includes('begincmap'))) {
    for (const [, entries = ''] of stream.matchAll(/\[([^\]]*)\]/g)) {
      for (const [index, [, hex = '']] of [...entries.matchAll(/<([0-9a-f ]+)>/gi)].entries()) {
        const units = hex.split(' ').flatMap((part) => part.match(/.{4}/g) ?? []);
        const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
        if (index === 0 && text !== '\0') characters.add('\0');
        for (const character of text) if (character !== '\0') characters.add(character);
      }
    }
  }
  return characters;
}

const words = (document: TicketDocument) =>
  document.tickets.flatMap((ticket) => [
    ticket.countText,
    ticket.productName,
    ticket.dateText,
    ...ticket.facts.flatMap(({ label, value }) => [label, value]),
    ...(ticket.documents?.items ?? []),
    ...ticket.notices.flatMap(({ heading, text }) => [heading, text]),
  ]);

it.each(['az', 'en', 'ru'] as const)('has a glyph for every letter in %s', async (locale) => {
  const document = ticketDocuments[locale];
  const { streams } = await readPdf(document);
  const drawn = drawnCharacters(streams);
  for (const character of new Set(words(document).join(''))) expect([...drawn], character).toContain(character);
  expect(drawn.has('\0')).toBe(false);
});

it('draws the letters of all three languages in every face', async () => {
  const letters =
    'əƏğĞıIiİşŞçÇöÖüÜ АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя 0123456789–’“”«»';
  const { streams } = await readPdf(
    with1(ticketDocuments.az, {
      productName: letters,
      facts: [],
      startTime: letters,
      shortCode: letters,
      beThereText: letters,
      dateText: letters,
      notices: [{ heading: letters, text: letters }],
    }),
  );
  const maps = streams.filter((text) => text.includes('begincmap'));
  expect(maps).toHaveLength(4);
  for (const map of maps) {
    const drawn = drawnCharacters([map]);
    expect(drawn.has('\0')).toBe(false);
    for (const letter of letters) expect([...drawn], letter).toContain(letter);
  }
});

it('is tagged, named and in its language', async () => {
  const { plain, size } = await readPdf(ticketDocuments.az);
  expect(plain).toContain('/Lang (az)');
  expect(plain).toContain('/Marked true');
  expect(plain).toContain('/DisplayDocTitle true');
  expect(plain).toMatch(/\/S \/H1/);
  expect(plain).toMatch(/\/S \/Figure[\s\S]{0,40}\/Alt/);
  expect(plain).toContain('/Title');
  expect(size).toBeLessThan(150_000);
});

it('is the same file for the same document, but for the identifier', async () => {
  expect((await readPdf(ticketDocuments.ru)).streams).toEqual((await readPdf(ticketDocuments.ru)).streams);
});

it('prints one page for each ticket, more only where a ticket is very long', async () => {
  const panel = ticketDocuments.az.tickets[0];
  if (!panel) throw new Error('no ticket');
  const pages = async (tickets: TicketPanel[]) =>
    (await readPdf({ ...ticketDocuments.az, tickets })).plain.match(/\/Type \/Page\n/g)?.length ?? 0;
  expect(await pages([panel, panel, panel])).toBe(3);
  const long = { heading: 'Uzun', text: 'Çox uzun mətn. '.repeat(60) };
  expect(await pages([{ ...panel, notices: Array.from({ length: 8 }, () => long) }])).toBeGreaterThan(1);
});

it('takes the names people have', async () => {
  for (const value of ['', '\u202eإسم', '👩‍🏫 Ayşə', 'Ə'.repeat(200), 'a\r\nb\u0000c', 'שלום']) {
    const { size } = await readPdf(with1(ticketDocuments.en, { facts: [{ label: 'Name', value }] }));
    expect(size).toBeGreaterThan(5_000);
  }
});

it('does not print a document without tickets', async () => {
  await expect(renderTicketsPdf({ ...ticketDocuments.en, tickets: [] })).rejects.toThrow(RangeError);
});

function with1(document: TicketDocument, part: Partial<TicketPanel>): TicketDocument {
  return { ...document, tickets: document.tickets.map((ticket) => ({ ...ticket, ...part })) };
}
