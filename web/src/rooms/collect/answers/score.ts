/** Digits behind the point that scores need to stand under each other: none, one or two. */
export function digitsOf(...scores: number[]): number {
  return [0, 1].find((digits) => scores.every((s) => Math.abs(s - Number(s.toFixed(digits))) < 1e-9)) ?? 2;
}
