import type { Unit } from '../queries';

/** The unit and all below it: what it cannot be moved under. */
export function under(units: readonly Unit[], id: string): Set<string> {
  const found = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const u of units) {
      if (u.parent_id && found.has(u.parent_id) && !found.has(u.id)) {
        found.add(u.id);
        grown = true;
      }
    }
  }
  return found;
}

/** A unit's name, set in as deep as it stands in the tree. */
export function indented(unit: Unit): string {
  return `${'\u2003'.repeat(unit.depth)}${unit.name}`;
}
