'use client';

import { useEffect, useRef, useState } from 'react';
import { useWords } from './desk-words.ts';
import { repeatGuard } from './repeat-guard.ts';

/** A ticket still held to the camera is not scanned again until it has been away this long. */
const awayMs = 3_000;

type CameraState = 'off' | 'starting' | 'running' | 'refused' | 'absent' | 'failed';

/** Reads codes with the device's camera. What does the reading is fetched only when somebody turns the camera on. */
export function CameraPanel({ onScan }: { onScan: (code: string) => void }) {
  const { t } = useWords();
  const [state, setState] = useState<CameraState>('off');
  const video = useRef<HTMLVideoElement>(null);
  const scan = useRef(onScan);
  scan.current = onScan;
  const isOn = state === 'starting' || state === 'running';

  useEffect(() => {
    if (!isOn || !video.current) return;
    const stop = new AbortController();
    const isNew = repeatGuard(awayMs);
    void (async () => {
      const { runCamera } = await import('./run-camera.ts');
      const end = await runCamera(video.current, {
        signal: stop.signal,
        onStart: () => setState('running'),
        onCode: (code) => {
          if (isNew(code, Date.now())) scan.current(code);
        },
      });
      if (!stop.signal.aborted) setState(end);
    })().catch(() => setState('failed'));
    return () => stop.abort();
  }, [isOn]);

  return (
    <div className="desk-camera">
      <button
        type="button"
        className="btn quiet short"
        aria-pressed={isOn}
        onClick={() => setState(isOn ? 'off' : 'starting')}
      >
        {t(isOn ? 'camera.off' : 'camera.on')}
      </button>
      <p role="status">{state === 'starting' ? t('camera.starting') : null}</p>
      {state === 'refused' || state === 'absent' || state === 'failed' ? (
        <p className="word bad">{t(`camera.${state}`)}</p>
      ) : null}
      {isOn ? (
        <div className="camera-frame">
          <video ref={video} className="camera" muted playsInline aria-label={t('camera.view')} />
        </div>
      ) : null}
    </div>
  );
}
