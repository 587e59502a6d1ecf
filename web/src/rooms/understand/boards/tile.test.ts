import { describe, expect, it } from 'vitest';
import { moved, paramsOf, tilesOf, type Tile } from './tile';

const tile = (id: string): Tile => ({ id, name: `View ${id}`, path: '/understand', params: { by: ['t1'], measure: ['m'] } });

describe('a dashboard', () => {
  it('keeps its tiles in order', () => {
    const tiles = [{ ...tile('a'), wide: true }, tile('b')];
    expect(tilesOf(paramsOf(tiles))).toEqual(tiles);
  });

  it('leaves out what it cannot read', () => {
    expect(tilesOf({ tile: ['{', '{"id":"x"}', JSON.stringify({ ...tile('c'), path: '/elsewhere' }), JSON.stringify(tile('d'))] })).toEqual([tile('d')]);
    expect(tilesOf({})).toEqual([]);
    expect(tilesOf({ tile: null })).toEqual([]);
  });

  it('moves a tile to the place of another, either way', () => {
    const tiles = ['a', 'b', 'c', 'd'].map(tile);
    const ids = (list: Tile[]) => list.map((t) => t.id).join('');
    expect(ids(moved(tiles, 'a', 'c'))).toBe('bcad');
    expect(ids(moved(tiles, 'd', 'b'))).toBe('adbc');
    expect(ids(moved(tiles, 'x', 'b'))).toBe('abcd');
    expect(ids(moved(tiles, 'b', 'b'))).toBe('abcd');
  });
});
