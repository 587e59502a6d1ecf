import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { metricQuery, type Filter } from './filter/filter';

export type Drivers = components['schemas']['DriversResult'];
export type Driver = components['schemas']['DriverFigure'];

/** What goes with a measure's score. */
export const driversQuery = ({ measure, filter, weighted }: { measure: string; filter: Filter; weighted?: boolean }) =>
  queryOptions({
    queryKey: ['drivers', measure, metricQuery(filter), weighted],
    queryFn: () => body(api.GET('/api/metrics/drivers', { params: { query: { measure, weighted, ...metricQuery(filter) } } })),
    placeholderData: keepPreviousData,
  });

/** A driver on the picture: how it is rated, 0 to 1 of its scale, and its share of what is explained. */
export interface Point {
  driver: Driver;
  /** Its place in the table, from 1. */
  rank: number;
  rated: number;
  share: number;
  low: number;
  high: number;
  /** Matters more than an even share and is rated below the others. */
  short: boolean;
}

export interface Plane {
  points: Point[];
  /** The share each driver would have if all mattered alike. */
  even: number;
  /** The middle of how they are rated. */
  middle: number;
}

/** Importance against performance; drivers that are not in the model have no place on it. */
export function planeOf(drivers: readonly Driver[]): Plane {
  const rated = (d: Driver) => (d.mean === null ? undefined : (d.mean - d.measure.scale.min) / (d.measure.scale.max - d.measure.scale.min));
  const placed = drivers.flatMap((driver, i) => {
    const { value, low, high } = driver.share;
    const at = rated(driver);
    return value === null || at === undefined ? [] : [{ driver, rank: i + 1, rated: at, share: value, low: low ?? value, high: high ?? value }];
  });
  const even = placed.length > 0 ? 1 / placed.length : 0;
  const sorted = placed.map((p) => p.rated).sort((a, b) => a - b);
  const middle = sorted.length > 0 ? ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2 : 0;
  return { points: placed.map((p) => ({ ...p, short: !p.driver.noise && p.share > even && p.rated < middle })), even, middle };
}
