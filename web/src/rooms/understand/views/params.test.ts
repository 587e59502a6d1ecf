import { describe, expect, it } from 'vitest';
import { readHomeSearch } from '../home/search';
import { readAnswersSearch } from '../answers/search';
import { fromParams, toParams } from './params';

describe('a saved view', () => {
  it('opens the home as it was saved', () => {
    const search = { program: 'p', measure: 'm', last: '90d', where: ['t1:a:b', 't1:c'], period: 'week', cut: 't2', weighted: true, score_min: 0 } as const;
    expect(readHomeSearch(fromParams(toParams({ ...search, view: 'v' })))).toEqual(search);
  });

  it('opens the answers as they were saved', () => {
    const search = { program: 'p', q: 'lost bag', has_text: true, where: ['unit:'], score_max: 6 };
    expect(readAnswersSearch(fromParams(toParams(search)))).toEqual(search);
  });
});
