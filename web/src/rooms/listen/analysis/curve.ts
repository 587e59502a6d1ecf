import type { Saturation } from './queries';

const margin = { left: 30, right: 12, top: 10, bottom: 24 };

export interface CurvePoint {
  x: number;
  y: number;
  interview: number;
  found: number;
  brought: number;
}

/** The curve of a saturation on a sheet of some size: points, its line and its band. */
export function curveOf(s: Saturation, width: number, height: number) {
  const found = s.found ?? [];
  const most = Math.max(1, ...found, ...(s.high ?? []));
  const x = (i: number) => margin.left + (found.length > 1 ? (i / (found.length - 1)) * (width - margin.left - margin.right) : 0);
  const y = (n: number) => height - margin.bottom - (n / most) * (height - margin.top - margin.bottom);
  const points: CurvePoint[] = found.map((n, i) => ({ x: x(i), y: y(n), interview: s.interviews?.[i] ?? i + 1, found: n, brought: s.new?.[i] ?? 0 }));
  const line = (values: readonly number[]) => values.map((n, i) => `${x(i).toFixed(1)},${y(n).toFixed(1)}`);
  const band = [...line(s.low ?? []), ...line(s.high ?? []).reverse()].join(' ');
  return { points, path: line(found).join(' '), band, most, base: y(0), top: y(most), left: margin.left };
}
