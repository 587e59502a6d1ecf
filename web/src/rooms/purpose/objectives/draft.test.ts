import { expect, it } from 'vitest';
import type { Measure, Objective } from '../wire';
import { changed, draftOf, sent, worse } from './draft';

const measures = [{ id: 'nps', unit: 'points', intent: 'advocacy' }, { id: 'done', unit: 'share', intent: 'effort' }] as Measure[];

it('begins with the last three whole months and a year to go', () => {
  const draft = draftOf({ measure: 'nps', parent: 'p' }, measures, new Date('2026-11-22T23:00:00Z'));
  expect(draft).toMatchObject({ outcome: 'advocacy', parent_id: 'p', measure_id: 'nps', baseline_from: '2026-08-01', baseline_to: '2026-10-31', due: '2027-10-31' });
});

it('holds shares in percent and sends them as shares', () => {
  const objective = { name: 'x', outcome: 'loyalty', measure_id: 'done', where: [], baseline_from: '2026-01-01', baseline_to: '2026-03-31', target: 0.29, due: '2027-01-01' } as unknown as Objective;
  const draft = draftOf({ objective }, measures, new Date());
  expect(draft.target).toBe(29);
  expect(sent(draft, true).target).toBeCloseTo(0.29);
  expect(changed(draft, true, objective)).toEqual({});
  expect(changed({ ...draft, name: 'y', target: 30 }, true, objective)).toEqual({ name: 'y', target: 0.3 });
  expect(sent({ ...draft, target: '40' }, false).target).toBe(40);
});

it('sees a target that is worse than the baseline', () => {
  const scale = (direction: 'up' | 'down') => ({ direction }) as Measure['scale'];
  expect(worse({ metric: 'nps', scale: scale('up') }, 10, 17)).toBe(true);
  expect(worse({ metric: 'mean', scale: scale('down') }, 2, 3)).toBe(false);
  expect(worse({ metric: 'mean', scale: scale('down') }, 4, 3)).toBe(true);
  expect(worse({ metric: 'share', scale: scale('down') }, 0.9, 0.8)).toBe(false);
});
