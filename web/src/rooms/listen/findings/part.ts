/** A part of a sentence: places in code points, the end exclusive. */
export interface Part {
  from: number;
  to: number;
}

/** Where words begin and end in a text, in code points, in order. */
export function wordStarts(text: string): { begins: number[]; ends: number[] } {
  const letters = Array.from(text);
  const begins: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < letters.length; i++) {
    const blank = /\s/u.test(letters[i]!);
    if (!blank && (i === 0 || /\s/u.test(letters[i - 1]!))) begins.push(i);
    if (!blank && (i === letters.length - 1 || /\s/u.test(letters[i + 1]!))) ends.push(i + 1);
  }
  return { begins, ends };
}

/** The part with one of its ends a word further or back; it keeps one word at least. */
export function moved(part: Part, { begins, ends }: { begins: number[]; ends: number[] }, end: 'from' | 'to', by: 1 | -1): Part {
  const places = end === 'from' ? begins.filter((b) => b < part.to) : ends.filter((e) => e > part.from);
  const next = by > 0 ? places.find((p) => p > part[end]) : places.findLast((p) => p < part[end]);
  return next === undefined ? part : { ...part, [end]: next };
}
