import type { Trait, Traits } from '../wire';
import { segmentKey } from './filter';

/**
 * All that menus offer: what the server lists, then segments: one key to filter by,
 * whose values are the segments, and a key of its own for each to cut by.
 */
export function offered(traits: Traits | undefined): Trait[] {
  if (!traits) return [];
  const { items, segments, more_segments: more } = traits;
  if (segments.length === 0) return items;
  const filter: Trait = { key: segmentKey, label: segmentKey, kind: 'segment', more, values: segments.map((s) => ({ value: s.id, label: s.name })) };
  const cuts = segments.map((s): Trait => ({
    key: `${segmentKey}:${s.id}`, label: s.name, kind: 'segment', more: false, values: [{ value: 'in', label: s.name }, { value: 'out', label: `≠ ${s.name}` }],
  }));
  return [...items, filter, ...cuts];
}

/** Those that figures can be cut by. */
export const toCut = (traits: readonly Trait[]) => traits.filter((x) => x.key !== segmentKey && (x.values.length > 1 || x.more));

/** Those whose values tell groups apart by which places can be ranked: all but segments. */
export const toRank = (traits: readonly Trait[]) => toCut(traits).filter((x) => x.kind !== 'segment');

/** Those that menus of filters show. */
export const toFilter = (traits: readonly Trait[]) => traits.filter((x) => x.kind !== 'segment' || x.key === segmentKey);
