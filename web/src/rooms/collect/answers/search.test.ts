import { expect, it } from 'vitest';
import { narrowed, readSurveyAnswersSearch } from './search';

it('reads what belongs in the address and drops the rest', () => {
  expect(readSurveyAnswersSearch({ q: 'slow', version: '2', came_by: 'link', outcome: 'begun', doubt: 'nonsense', from: '2026-11-01', language: 'fr' })).toEqual({
    q: 'slow', version: 2, came_by: 'link', outcome: 'begun', doubt: 'nonsense', from: '2026-11-01', to: undefined, language: 'fr',
  });
  const dropped = readSurveyAnswersSearch({ q: '', version: '0.5', came_by: 'pigeon', outcome: 1, doubt: 'some', from: 'yesterday', to: '2026-1-1' });
  expect(narrowed(dropped)).toBe(false);
  expect(narrowed({ ...dropped, version: 1 })).toBe(true);
});
