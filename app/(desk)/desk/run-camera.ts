import { openCodeReader } from './open-code-reader.ts';

/** Frames a second that are read: more would only warm a telephone. */
const frameMs = 1000 / 15;
/** A square from the middle of the picture, drawn at this size: what the reader needs and no more. */
const cropPixels = 640;

export type CameraEnd = 'refused' | 'absent' | 'failed' | 'off';

/** Runs the camera into `video` and reports codes until `signal` ends it. Says why it could not start. */
export async function runCamera(
  video: HTMLVideoElement | null,
  options: { signal: AbortSignal; onStart: () => void; onCode: (code: string) => void },
): Promise<CameraEnd> {
  if (!video || !navigator.mediaDevices?.getUserMedia) return 'absent';
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    return whyNot(error);
  }
  try {
    if (options.signal.aborted) return 'off';
    video.srcObject = stream;
    const [readCodes] = await Promise.all([openCodeReader(), video.play()]);
    options.onStart();
    await readFrames(video, readCodes, options);
    return 'off';
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function readFrames(
  video: HTMLVideoElement,
  readCodes: (picture: HTMLCanvasElement) => Promise<string[]>,
  { signal, onCode }: { signal: AbortSignal; onCode: (code: string) => void },
): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = cropPixels;
  canvas.height = cropPixels;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  while (!signal.aborted && context) {
    const startedAt = performance.now();
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side > 0 && document.visibilityState === 'visible') {
      const left = (video.videoWidth - side) / 2;
      const top = (video.videoHeight - side) / 2;
      context.drawImage(video, left, top, side, side, 0, 0, cropPixels, cropPixels);
      for (const code of await readCodes(canvas)) if (!signal.aborted) onCode(code);
    }
    // At least a breath between two frames, so that a slow telephone still answers taps.
    const restMs = Math.max(20, frameMs - (performance.now() - startedAt));
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}

function whyNot(error: unknown): CameraEnd {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'failed';
}
