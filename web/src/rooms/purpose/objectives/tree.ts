import type { Measure, Objective } from '../wire';

/** An objective with those that serve it. */
export interface Branch {
  objective: Objective;
  below: Branch[];
}

/** The objectives as a tree under the purpose; one whose parent is not among them stands at the top. */
export function treeOf(objectives: readonly Objective[]): Branch[] {
  const known = new Set(objectives.map((o) => o.id));
  const above = (o: Objective) => (o.parent_id && known.has(o.parent_id) ? o.parent_id : '');
  const branches = (parent: string): Branch[] => objectives.filter((o) => above(o) === parent).map((objective) => ({ objective, below: branches(objective.id) }));
  return branches('');
}

/** Measures of the program that no objective is about. */
export function apart(measures: readonly Measure[], objectives: readonly Objective[]): Measure[] {
  const used = new Set(objectives.map((o) => o.measure_id));
  return measures.filter((m) => !used.has(m.id));
}

/** The objectives that one may serve: all but itself and what serves it. */
export function mayServe(objectives: readonly Objective[], id?: string): Objective[] {
  const parents = new Map(objectives.map((o) => [o.id, o.parent_id ?? '']));
  const isBelow = (o: Objective): boolean => {
    for (let at: string | undefined = o.id, steps = 0; at && steps <= objectives.length; at = parents.get(at), steps++) if (at === id) return true;
    return false;
  };
  return id ? objectives.filter((o) => !isBelow(o)) : [...objectives];
}
