type NativeDetector = { detect(picture: HTMLCanvasElement): Promise<{ rawValue: string }[]> };
type NativeDetectorClass = {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
};

/** What reads QR codes: the browser's own reader where it has one, else ZXing, served by us and fetched only now. */
export async function openCodeReader(): Promise<(picture: HTMLCanvasElement) => Promise<string[]>> {
  const detector = (await nativeDetector()) ?? (await ownDetector());
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue).filter(Boolean);
}

async function nativeDetector(): Promise<NativeDetector | null> {
  const Native = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  const formats = await Native?.getSupportedFormats().catch(() => [] as string[]);
  return Native && formats?.includes('qr_code') ? new Native({ formats: ['qr_code'] }) : null;
}

async function ownDetector(): Promise<NativeDetector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  const wasm = new URL('../../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url).href;
  await prepareZXingModule({
    overrides: { locateFile: (file: string, prefix: string) => (file.endsWith('.wasm') ? wasm : prefix + file) },
    fireImmediately: true,
  });
  return new BarcodeDetector({ formats: ['qr_code'] });
}
