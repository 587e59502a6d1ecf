import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useValueName } from './words';

describe('useValueName', () => {
  it('names the channels that are known, and leaves others as the source wrote them', () => {
    const { current: name } = renderHook(() => useValueName()).result;
    expect(['survey', 'email', 'mail', 'Front desk', 'toString'].map((c) => name('channel', c))).toEqual(['Survey', 'Mail', 'Mail', 'Front desk', 'toString']);
    expect(name('unit', 'survey')).toBe('survey');
  });
});
