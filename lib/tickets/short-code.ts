// One character of each family that eyes or ears confuse; 23 is prime, which the check character needs.
const alphabet = '23456789ACDEFHJKMPRTWXY';
const codeLength = 9;

// What people read or type instead: the other members of each family, and the same shapes on a Cyrillic keyboard.
const lookAlikes: Record<string, string> = {
  ...{
    '0': 'D',
    O: 'D',
    Q: 'D',
    '1': 'J',
    I: 'J',
    İ: 'J',
    L: 'J',
    B: '8',
    S: '5',
    Z: '2',
    G: '6',
    U: 'Y',
    V: 'Y',
    N: 'M',
  },
  ...{ А: 'A', В: '8', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'D', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', З: '3' },
};

function weightedSum(values: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * (index + 1), 0) % alphabet.length;
}

/**
 * A new code for a ticket: 8 drawn characters (36 bits) and a check character that catches any one wrong character and any
 * two that changed places. A label for people, not a key: only the desk, signed in, can look one up.
 * Two tickets may draw the same code; the database's unique key refuses the second, and the caller draws again.
 */
export function newShortCode(randomBytes: (length: number) => Uint8Array): string {
  const values: number[] = [];
  const fair = 256 - (256 % alphabet.length);
  while (values.length < codeLength - 1) {
    for (const byte of randomBytes(16)) {
      if (byte < fair && values.length < codeLength - 1) values.push(byte % alphabet.length);
    }
  }
  return [...values, checkValue(values)].map((value) => alphabet.charAt(value)).join('');
}

// The value that makes the weighted sum of all nine divisible: the ninth weight times x is the negated sum.
function checkValue(values: readonly number[]): number {
  const sum = weightedSum(values);
  for (let value = 0; value < alphabet.length; value += 1) {
    if ((sum + value * codeLength) % alphabet.length === 0) return value;
  }
  throw new Error('the alphabet is not prime');
}

/** The code in threes, as it is printed and read aloud: "K7P-X4M-H2R". */
export function formatShortCode(code: string): string {
  return code.replace(/(.{3})(?=.)/g, '$1-');
}

/**
 * The code behind what somebody typed or read: any case, blanks, dashes and dots, look-alikes and Cyrillic letters of the
 * same shape. Null when it cannot be a code of ours, the check character included.
 */
export function parseShortCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const bare = typed.toUpperCase().replace(/[\s\p{Dash}._]/gu, '');
  const code = [...bare].map((character) => lookAlikes[character] ?? character).join('');
  if (code.length !== codeLength) return null;
  const values = [...code].map((character) => alphabet.indexOf(character));
  return values.includes(-1) || weightedSum(values) !== 0 ? null : code;
}
