/** Words that a memorial does not use: urgency, praise of itself, entertainment (requirements 3.8). */
const unsober: readonly RegExp[] = [
  /[!¡]/,
  /\b(enjoy|hurry|don['’]t miss|last chance|selling fast|amazing|unforgettable|exciting|attractions?|experiences?|congratulations|great news)\b/iu,
  /(zövq|tələsin|qaçırmayın|son şans|möhtəşəm|unudulmaz|həyəcanlı|attraksion|təbrik|əyləncə)/iu,
  /(наслажд|спешите|успейте|не упустите|последний шанс|потрясающ|незабываем|захватывающ|аттракцион|поздравля|развлечени)/iu,
];

/** What in a text a memorial would not say: each passage with what stands around it. */
export function findUnsober(text: string): string[] {
  return unsober.flatMap((words) => {
    const found = words.exec(text);
    return found ? [text.slice(Math.max(0, found.index - 30), found.index + 40).replace(/\s+/g, ' ')] : [];
  });
}
