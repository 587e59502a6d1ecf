/** A code that a split is to make. */
export interface Piece {
  name: string;
  definition: string;
}

/** Which piece takes which passage, by the passage's id; those that are missing stay. */
export type Taken = ReadonlyMap<string, number>;

/** Most codes that are made of one. */
export const mostPieces = 9;

/** Gives a passage to a piece, or leaves it with the code where there is none of that number. */
export function give(taken: Taken, passage: string, piece: number | undefined): Taken {
  const next = new Map(taken);
  if (piece === undefined) next.delete(passage);
  else next.set(passage, piece);
  return next;
}

/** Takes a piece out: its passages stay with the code, later pieces move up. */
export function without(taken: Taken, piece: number): Taken {
  return new Map([...taken].filter(([, p]) => p !== piece).map(([id, p]) => [id, p > piece ? p - 1 : p] as const));
}

/** What is sent: each piece with its passages. */
export function partsOf(pieces: readonly Piece[], taken: Taken) {
  return pieces.map((p, n) => ({ name: p.name.trim(), definition: p.definition.trim() || undefined, coding_ids: [...taken].filter(([, to]) => to === n).map(([id]) => id) }));
}
