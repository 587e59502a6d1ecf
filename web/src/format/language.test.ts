import { expect, it } from 'vitest';
import { languageName } from './language';

it.each([['fr', 'en', 'anglais'], ['en', 'fr', 'French'], ['fr', 'fr-CA', 'français canadien'], ['en', 'qq', 'qq'], ['en', 'not a code', 'not a code']])(
  'in %s, %s is %s', (inLanguage, code, name) => expect(languageName(inLanguage, code)).toBe(name),
);
