import { readFile } from 'node:fs/promises';
import { ImageResponse } from 'next/og';
import { planDrawing } from '#app/_ui/plan-drawing.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { isLocale, localized } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { ticketFonts } from '#lib/tickets/ticket-fonts.ts';
import { cardSize } from '../page-metadata.ts';

/** The picture beside a link to the museum elsewhere: its name over the plan of the building, ink on paper. */
export async function GET(_request: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const museum = await getMuseum(visitorRequest(locale).db);
  const ink = '#1b1a17';
  return new ImageResponse(
    <div
      lang={locale}
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        background: '#f6f3ec',
        color: ink,
        padding: 72,
      }}
    >
      <div style={{ fontSize: 60, lineHeight: 1.15, maxWidth: 1000 }}>{localized(museum.names, locale)}</div>
      {/* biome-ignore lint/performance/noImgElement: this is drawn into a picture, not into a page. */}
      <img alt="" width={927} height={300} src={`data:image/svg+xml,${encodeURIComponent(planDrawing(ink))}`} />
    </div>,
    {
      ...cardSize,
      fonts: [{ name: 'Source Serif 4', data: await readFile(ticketFonts.titleStrong), weight: 600 }],
      headers: { 'Cache-Control': 'public, max-age=86400' },
    },
  );
}
