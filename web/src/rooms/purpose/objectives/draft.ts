import type { ObjectiveChange, NewObjective } from '../queries';
import type { Measure, Objective, Outcome } from '../wire';
import type { Editing } from './ObjectivesCard';

/** An objective as the form holds it: shares in percent, an empty text for what is not chosen. */
export interface Draft extends Record<string, unknown> {
  name: string;
  outcome: Outcome;
  parent_id: string;
  measure_id: string;
  where: string[];
  baseline_from: string;
  baseline_to: string;
  target: number | string;
  due: string;
}

const outcomeOf = (measure?: Measure): Outcome => (['satisfaction', 'loyalty', 'advocacy'] as const).find((o) => o === measure?.intent) ?? 'satisfaction';

/** What the form begins with: the last three whole months as baseline, a year to get there. */
export function draftOf({ objective, parent = '', measure }: Editing, measures: readonly Measure[], now: Date): Draft {
  const chosen = measures.find((m) => m.id === (objective?.measure_id ?? measure)) ?? measures[0];
  if (objective) {
    const { name, outcome, parent_id = '', measure_id, where, baseline_from, baseline_to, target, due } = objective;
    return { name, outcome, parent_id, measure_id, where, baseline_from, baseline_to, due, target: chosen?.unit === 'share' ? Number((target * 100).toFixed(4)) : target };
  }
  const day = (months: number, last: boolean) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, last ? 0 : 1)).toISOString().slice(0, 10);
  return {
    name: '', outcome: outcomeOf(chosen), parent_id: parent, measure_id: chosen?.id ?? '', where: [],
    baseline_from: day(-3, false), baseline_to: day(0, true), target: '', due: day(12, true),
  };
}

/** What is sent of a new one. */
export function sent(draft: Draft, share: boolean): NewObjective {
  const target = Number(draft.target);
  return { ...draft, target: share ? target / 100 : target };
}

/** What a form has changed of an objective. The rest is left out: a baseline that is named again would be taken anew. */
export function changed(draft: Draft, share: boolean, objective: Objective): ObjectiveChange {
  const after = { ...sent(draft, share), where: draft.where };
  const before: ObjectiveChange = { ...objective, parent_id: objective.parent_id ?? '' };
  const keys = (Object.keys(after) as (keyof typeof after)[]).filter((k) => JSON.stringify(after[k]) !== JSON.stringify(before[k]));
  return Object.fromEntries(keys.map((k) => [k, after[k]]));
}

/** Whether a target lies on the worse side of where the measure stood. */
export function worse(measure: Pick<Measure, 'metric' | 'scale'>, target: number, stood: number): boolean {
  const down = measure.metric === 'mean' && measure.scale.direction === 'down';
  return down ? target > stood : target < stood;
}
