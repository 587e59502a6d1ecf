import { describe, expect, it } from 'vitest';
import type { Channel, Matrix, Touchpoint } from '../wire';
import { columnsOf, leftOver, missing, stagesOf } from './matrix';

const channel = (id: string, nature: Channel['nature']): Channel => ({ id, key: id, name: id, nature, position: 1, program_id: 'p', version: 1 });
const touchpoint = (name: string, on: string, stages: string[], more: Partial<Touchpoint> = {}): Touchpoint => ({
  id: name + on, key: name + on, name, customer_name: '', channel_id: on, stage_ids: stages, editor_ids: [], editor_names: [], fits: [], lacks: ['owner'], may_change: true,
  position: 1, program_id: 'p', times_from: '', version: 1, created_at: '', changed_at: '', ...more,
});
const channels = [channel('desk', 'human'), channel('app', 'virtual'), channel('sign', 'physical')];
const matrix: Matrix = {
  program_id: 'p', channels, may_change: true, first: [], stages: [{ id: 'book', name: 'Book', position: 1, program_id: 'p', version: 1 }, { id: 'fly', name: 'Fly', position: 2, program_id: 'p', version: 1 }],
  coverage: { total: 3, complete: 0, owner: 0, expectation: 0, measure: 0, volume: 0 },
  touchpoints: [touchpoint('Pay', 'app', ['book'], { times: 5 }), touchpoint('pay', 'desk', ['book'], { times: 7, lacks: ['volume'] }), touchpoint('Wait', 'sign', ['book', 'fly']), touchpoint('Ask', 'app', [])],
  unlisted: [{ key: 'pay', name: 'Pay', channel_id: 'sign', count: 3 }, { key: 'x', name: 'Other', count: 9 }],
};

describe('the matrix', () => {
  it('puts channels of a nature side by side', () => {
    expect(columnsOf(channels).map((c) => c.id)).toEqual(['app', 'desk', 'sign']);
  });

  it('puts the same interaction on one row, by stage, and those of no stage last', () => {
    const stages = stagesOf(matrix, columnsOf(channels));
    expect(stages.map((s) => [s.name, s.rows.map((r) => r.name), s.complete, s.total])).toEqual([['Book', ['pay', 'Wait'], 1, 3], ['Fly', ['Wait'], 0, 1], ['', ['Ask'], 0, 1]]);
    expect(stages[0]?.rows[0]?.times).toBe(12);
    expect(stages[0]?.rows[1]?.times).toBeUndefined();
  });

  it('shows what is seen where it belongs, and the rest apart', () => {
    const stages = stagesOf(matrix, columnsOf(channels));
    expect(stages[0]?.rows[0]?.cells[2]?.unlisted?.count).toBe(3);
    expect(leftOver(matrix, stages).map((u) => u.key)).toEqual(['x']);
  });

  it('counts marks, not the volume, among what is missing', () => {
    expect(missing(['volume', 'measure', 'owner'])).toEqual(['owner', 'measure']);
  });
});
