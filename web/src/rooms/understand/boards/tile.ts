import type { Params } from '../views/params';

/** A screen that can stand on a dashboard. */
export const tileScreens = ['/', '/understand', '/answers'] as const;
export type TileScreen = (typeof tileScreens)[number];

/** A saved view as it stands on a dashboard: a copy, so that the dashboard shows the same whoever may open the view. */
export interface Tile {
  /** Told apart from the others of its dashboard by it. */
  id: string;
  name: string;
  path: TileScreen;
  params: Params;
  /** Takes the whole width. */
  wide?: boolean;
}

/** The path under which dashboards are kept among the saved views. */
export const boardPath = '/dashboard';
/** So that a dashboard fits what a view may hold, and what one looks at. */
export const mostTiles = 12;

function tileOf(text: string): Tile | undefined {
  try {
    const { id, name, path, params, wide } = JSON.parse(text) as Partial<Tile>;
    const known = tileScreens.find((p) => p === path);
    if (typeof id !== 'string' || typeof name !== 'string' || !known || typeof params !== 'object') return undefined;
    return { id, name, path: known, params, wide: wide === true || undefined };
  } catch {
    return undefined;
  }
}

/** The tiles of a dashboard, in order; what cannot be read is left out. */
export function tilesOf(params: Readonly<Record<string, readonly string[] | null>>): Tile[] {
  return (params.tile ?? []).flatMap((text) => tileOf(text) ?? []).slice(0, mostTiles);
}

/** What a saved view keeps of tiles. */
export const paramsOf = (tiles: readonly Tile[]): Params => ({ tile: tiles.map((tile) => JSON.stringify(tile)) });

/** The tiles with one moved to where another stands. */
export function moved(tiles: readonly Tile[], id: string, over: string): Tile[] {
  const [from, to] = [tiles.findIndex((t) => t.id === id), tiles.findIndex((t) => t.id === over)];
  const tile = tiles[from];
  if (!tile || to < 0) return [...tiles];
  const others = tiles.filter((t) => t.id !== id);
  return [...others.slice(0, to), tile, ...others.slice(to)];
}
