import { describe, expect, it } from 'vitest';
import type { ColumnProfile, Mapping } from '../wire';
import { columnOf, columnsShown, withColumn, withRole } from './changes';

const profile = (index: number, more: object = {}) => ({ index, name: `Column ${index}`, kind: 'text', distinct: 3, values: [], ...more }) as unknown as ColumnProfile;
const mapping = (...roles: string[]) => ({ consent: 'firm', columns: roles.map((role, index) => ({ index, name: `Column ${index}`, role, no_answer: [] })) }) as unknown as Mapping;

describe('changing how a file is read', () => {
  it('touches only the column meant', () => {
    const before = mapping('text', 'ignore');
    const after = withColumn(before, 1, { role: 'segment' });
    expect(after.columns.map((c) => c.role)).toEqual(['text', 'segment']);
    expect(before.columns[1]?.role).toBe('ignore');
  });

  it('gives a new score the smallest usual scale that holds its numbers', () => {
    const scale = (min: number, max: number) => withRole(mapping('ignore'), profile(0, { kind: 'integer', min, max }), 'score').columns[0]?.score?.scale;
    expect(scale(1, 5)).toMatchObject({ min: 1, max: 5 });
    expect(scale(0, 10)).toMatchObject({ min: 0, max: 10 });
    expect(scale(2, 9)).toMatchObject({ min: 1, max: 10 });
    expect(scale(0, 93)).toMatchObject({ min: 0, max: 93 });
  });

  it('keeps time and key of the row in step with the roles', () => {
    let m = withRole(mapping('ignore', 'ignore'), profile(1, { kind: 'date' }), 'time');
    expect(m.time_column).toBe(1);
    m = withRole(m, profile(0, { kind: 'date' }), 'time');
    expect(m.time_column).toBe(1);
    m = withRole(m, profile(1), 'ignore');
    expect(m.time_column).toBe(0);
    m = withRole(m, profile(1), 'key');
    expect(m.key_column).toBe(1);
    expect(withRole(m, profile(1), 'segment').key_column).toBeUndefined();
  });

  it('shows used, unused and doubtful columns, and finds by heading', () => {
    const m = mapping('text', 'ignore', 'score');
    const look = (shown: 'all' | 'used' | 'unused' | 'doubtful', find = '') => columnsShown(m, { shown, find, doubtful: new Set([1]) }).map((c) => c.index);
    expect([look('all'), look('used'), look('unused'), look('doubtful'), look('all', 'COLUMN 2')]).toEqual([[0, 1, 2], [0, 2], [1], [1], [2]]);
  });

  it.each([['columns[3].score.good', 3], ['columns[12]', 12], ['program_name', undefined], ['key_column', undefined]])('%s is about column %s', (field, index) => expect(columnOf(field)).toBe(index));
});
