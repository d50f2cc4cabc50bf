import type { Tone } from './answer-view.ts';

type Note = { hertz: number; startMs: number; lengthMs: number; shape: OscillatorType };

// Told apart without looking: up for in, twice the same for "look", one long low one for no.
const notes: Record<Exclude<Tone, 'calm'>, Note[]> = {
  good: [
    { hertz: 660, startMs: 0, lengthMs: 90, shape: 'sine' },
    { hertz: 990, startMs: 100, lengthMs: 140, shape: 'sine' },
  ],
  check: [
    { hertz: 520, startMs: 0, lengthMs: 110, shape: 'triangle' },
    { hertz: 520, startMs: 180, lengthMs: 110, shape: 'triangle' },
  ],
  bad: [{ hertz: 150, startMs: 0, lengthMs: 480, shape: 'sawtooth' }],
};

let context: AudioContext | undefined;

/** Plays the sound of an answer. Silent where the browser has no sound or nobody has touched the page yet. */
export function playTone(tone: Tone): void {
  if (tone === 'calm' || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  for (const note of notes[tone]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const start = context.currentTime + note.startMs / 1000;
    const end = start + note.lengthMs / 1000;
    oscillator.type = note.shape;
    oscillator.frequency.value = note.hertz;
    gain.gain.setValueAtTime(0.001, start);
    gain.gain.exponentialRampToValueAtTime(0.25, start + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.001, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
