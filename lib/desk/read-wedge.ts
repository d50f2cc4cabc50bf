/** A key as the browser reports it: where it is on the keyboard, and what the chosen layout makes of it. */
export type KeyStroke = { code: string; key: string; isShifted: boolean };

// What the keys write on the US layout, which is the one hand scanners type with; plain and shifted.
const keys: Record<string, string> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Backslash: '\\|',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
};
const shiftedDigits = ')!@#$%^&*(';

/**
 * What a hand scanner meant to type. It types as if on a US keyboard; with an Azerbaijani or Russian layout chosen the
 * letters and signs arrive changed, yet the places of the keys tell what they were. Null when a key is none of those.
 */
export function readWedge(strokes: readonly KeyStroke[]): string | null {
  let text = '';
  for (const { code, isShifted } of strokes) {
    const letter = /^Key([A-Z])$/.exec(code)?.[1];
    const digit = /^(Digit|Numpad)([0-9])$/.exec(code);
    if (letter) text += isShifted ? letter : letter.toLowerCase();
    else if (digit) text += isShifted && digit[1] === 'Digit' ? shiftedDigits.charAt(Number(digit[2])) : digit[2];
    else if (keys[code]) text += keys[code].charAt(isShifted ? 1 : 0);
    else return null;
  }
  return text;
}

/** The field's text, or what the keys meant when only that reads as a ticket's QR code. Caps lock is undone: our codes have capitals only. */
export function mendWedge(typed: string, strokes: readonly KeyStroke[]): string {
  if (typed.startsWith('MV:') || strokes.length < 40) return typed;
  const meant = readWedge(strokes)?.toUpperCase();
  return meant?.startsWith('MV:') ? meant : typed;
}
