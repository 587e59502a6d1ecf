import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { metricQuery, type Filter } from './filter/filter';
import type { Part } from './wire';

export type Actions = components['schemas']['ActionsResult'];
export type Action = components['schemas']['ActionFigure'];

/** What to do first. The server looks at every driver in every segment, which takes it a while. */
export const actionsQuery = ({ measure, filter, weighted }: { measure: string; filter: Filter; weighted?: boolean }) =>
  queryOptions({
    queryKey: ['actions', measure, metricQuery(filter), weighted],
    queryFn: () => body(api.GET('/api/metrics/actions', { params: { query: { measure, weighted, ...metricQuery(filter) } } })),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

/** The segment an action is for; undefined for everybody. */
export const segmentOf = (action: Action): Part | undefined => (action.segment.key as Part | null) ?? undefined;

/** What could be done about one driver: where it would bring most, and where else. */
export interface Deed {
  first: Action;
  /** The same driver for others, the largest gain first. */
  others: Action[];
}

/** Actions by driver, in the order of the largest gain of each: the same driver in ten segments is one thing to do. */
export function deedsOf(actions: readonly Action[]): Deed[] {
  const found = new Map<string, Deed>();
  for (const action of actions) {
    const known = found.get(action.measure.id);
    if (known) known.others.push(action);
    else found.set(action.measure.id, { first: action, others: [] });
  }
  return [...found.values()];
}
