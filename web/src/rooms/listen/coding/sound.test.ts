import { describe, expect, it } from 'vitest';
import { lineAt, timeOf } from './sound';
import type { Line } from './wire';

const lines = [undefined, 2, undefined, 5, 5, undefined, 9].map((s, i) => ({ n: i + 1, from_us: s === undefined ? undefined : s * 1e6, text: '', turn: 1, interviewer: false }) as Line);

describe('sound and words', () => {
  it('go together: the last line that has begun', () => {
    expect([0, 1.9, 2, 4.9, 5, 8, 9, 99].map((s) => lineAt(lines, s * 1e6))).toEqual([0, 0, 2, 2, 5, 5, 7, 7]);
    expect(lineAt([], 5)).toBe(0);
    expect(lineAt(lines.slice(0, 1), 5e6)).toBe(0);
  });

  it('a line without a time begins with the one before it', () => {
    expect([1, 2, 3, 4, 6, 7].map((n) => timeOf(lines, n))).toEqual([undefined, 2e6, 2e6, 5e6, 5e6, 9e6]);
  });

  it('agrees with looking at every line, whatever is missing', () => {
    let seed = 3;
    const draw = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
    for (let world = 0; world < 200; world++) {
      let at = 0;
      const some = Array.from({ length: 1 + draw(20) }, (_, i) => ({ n: i + 1, from_us: draw(3) === 0 ? undefined : (at += draw(3)) }) as Line);
      for (let time = 0; time < 45; time += 4) {
        const plain = some.filter((l) => l.from_us !== undefined && l.from_us <= time).at(-1)?.n ?? 0;
        expect(lineAt(some, time)).toBe(plain);
      }
    }
  });
});
