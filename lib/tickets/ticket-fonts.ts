import { join } from 'node:path';

const modules = (path: string) => join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', path);
const folder = (family: string, face: string) => modules(join('@expo-google-fonts', family, face));

/** The faces of printed tickets. Both families have ə Ə ğ ı İ ş ç ö ü and Cyrillic, neither has ₼: `sign` draws that one. */
export const ticketFonts = {
  text: join(folder('source-sans-3', '400Regular'), 'SourceSans3_400Regular.ttf'),
  strong: join(folder('source-sans-3', '600SemiBold'), 'SourceSans3_600SemiBold.ttf'),
  title: join(folder('source-serif-4', '400Regular'), 'SourceSerif4_400Regular.ttf'),
  titleStrong: join(folder('source-serif-4', '600SemiBold'), 'SourceSerif4_600SemiBold.ttf'),
  sign: modules('@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff'),
} as const;

export type TicketFace = keyof typeof ticketFonts;
