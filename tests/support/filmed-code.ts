import { writeFileSync } from 'node:fs';
import { qrMatrix, qrRuns } from '#lib/tickets/qr.ts';

const width = 1280;
const height = 720;
const modulePixels = 8;
const paper = 210;
const ink = 30;
const noColour = 128;

/** Films a QR code that is held to a camera: a short Y4M video, which Chromium plays as its camera. */
export function filmCode(text: string, file: string): void {
  const matrix = qrMatrix(text);
  const luma = Buffer.alloc(width * height, paper);
  const left = Math.floor((width - matrix.size * modulePixels) / 2);
  const top = Math.floor((height - matrix.size * modulePixels) / 2);
  for (const { row, column, length } of qrRuns(matrix)) {
    for (let line = 0; line < modulePixels; line += 1) {
      const start = (top + row * modulePixels + line) * width + left + column * modulePixels;
      luma.fill(ink, start, start + length * modulePixels);
    }
  }
  const picture = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, noColour)]);
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), picture, picture]),
  );
}
