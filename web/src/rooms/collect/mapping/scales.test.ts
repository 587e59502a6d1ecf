import { describe, expect, it } from 'vitest';
import type { ColumnProfile, ScoreMapping } from '../wire';
import { isWorded, metricsFor, moveWord, presetOf, presets, scaleFor, withDirection, withScale } from './scales';

const column = { index: 0, name: 'Q', min: 1, max: 37, values: ['Good', 'Poor', 'Fair'].map((value, i) => ({ value, count: 9 - i })) } as ColumnProfile;
const yesNo = { ...column, values: [{ value: 'Oui', count: 5 }, { value: 'Non', count: 3 }] } as ColumnProfile;

describe('scales', () => {
  it.each(presets)('%s is known again by its numbers and words', (preset) => {
    expect(presetOf(scaleFor(preset, preset === 'yes_no' ? yesNo : column))).toBe(preset);
  });

  it('take words and bounds from the file', () => {
    expect(scaleFor('labels', column).labels).toEqual({ '1': 'Good', '2': 'Poor', '3': 'Fair' });
    expect(scaleFor('numbers', column)).toMatchObject({ min: 1, max: 37 });
    expect(scaleFor('yes_no', yesNo).labels).toEqual({ '0': 'Non', '1': 'Oui' });
  });

  it('count the top two as good, whichever end is the top', () => {
    const scale = scaleFor('1_5', column);
    expect(scale.good).toEqual([4, 5]);
    expect(withDirection(scale, 'down').good).toEqual([1, 2]);
    expect(withDirection(scale, 'up')).toBe(scale);
  });

  it('keep what counts as good when words move', () => {
    const scale = { ...scaleFor('labels', column), good: [1] };
    const moved = moveWord(moveWord(scale, 1, 1), 2, 1);
    expect(moved.labels).toEqual({ '1': 'Poor', '2': 'Fair', '3': 'Good' });
    expect(moved.good).toEqual([3]);
    expect(moveWord(moved, 3, 1)).toBe(moved);
    expect(isWorded(moved)).toBe(true);
  });

  it('offer NPS only from 0 to 10, and leave it when the scale changes', () => {
    expect(metricsFor(scaleFor('0_10', column))).toContain('nps');
    expect(metricsFor(scaleFor('1_10', column))).not.toContain('nps');
    const score = { name: 'Q', intent: 'advocacy', metric: 'nps', scale: scaleFor('0_10', column) } as ScoreMapping;
    expect(withScale(score, scaleFor('1_7', column)).metric).toBe('share');
    expect(withScale(score, scaleFor('0_10', column)).metric).toBe('nps');
  });
});
