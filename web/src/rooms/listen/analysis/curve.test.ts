import { describe, expect, it } from 'vitest';
import { curveOf } from './curve';

const curve = { interviews: [1, 2, 4], new: [3, 1, 0], found: [3, 4, 4], mean: [2.6, 3.5, 4], low: [2, 3, 4], high: [3, 4, 4], rule: 1, stop: 3, quiet: 1, method: 'accumulation_curve' };

describe('the curve of saturation', () => {
  it('stays on its sheet and grows with what is found', () => {
    const { points, top, base } = curveOf(curve, 300, 120);
    expect(points.map((p) => p.interview)).toEqual([1, 2, 4]);
    expect(points[0]!.y).toBeGreaterThan(points[1]!.y);
    expect(points[1]!.y).toBe(points[2]!.y);
    expect(points[2]!.y).toBe(top);
    for (const p of points) {
      expect(p.x).toBeGreaterThanOrEqual(0);
      expect(p.x).toBeLessThanOrEqual(300);
      expect(p.y).toBeLessThanOrEqual(base);
    }
  });

  it('goes along the low and back along the high end of its band', () => {
    const { band, points } = curveOf(curve, 300, 120);
    const places = band.split(' ');
    expect(places).toHaveLength(6);
    expect(places[2]).toBe(places[3]);
    expect(places[2]).toBe(`${points[2]!.x.toFixed(1)},${points[2]!.y.toFixed(1)}`);
  });

  it('draws one interview without dividing by nothing', () => {
    const { points } = curveOf({ ...curve, interviews: [1], new: [3], found: [3], low: [3], high: [3] }, 300, 120);
    expect(Number.isFinite(points[0]!.x)).toBe(true);
  });
});
