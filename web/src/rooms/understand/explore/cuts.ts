import { segmentKey } from '../filter/filter';
import { toCut } from '../filter/offered';
import type { Trait } from '../wire';
import { noCut, type UnderstandSearch } from './search';

/** The cuts of the address that there are; the first trait with several values where it names none. */
export function cutsOf(search: UnderstandSearch, traits: readonly Trait[]): Trait[] {
  if (search.by?.includes(noCut)) return [];
  const named = (search.by ?? []).flatMap((key) => traits.find((x) => x.key === key && x.key !== segmentKey) ?? []);
  const first = toCut(traits).find((x) => !x.more && x.kind !== 'segment');
  const cuts = named.length > 0 || !first ? named : [first];
  return search.compare === 'group' ? cuts.slice(0, 1) : cuts;
}
