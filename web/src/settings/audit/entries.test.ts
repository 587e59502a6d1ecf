import i18next from 'i18next';
import { expect, it } from 'vitest';
import type { Text } from '@/i18n/useText';
import { kindText } from './entries';

it('says known kinds in words and shows unknown ones as they are', () => {
  const t = i18next.t as unknown as Text;
  expect(kindText(t, 'user.invited')).toBe('Invited somebody');
  expect(kindText(t, 'thing.done')).toBe('thing.done');
});
