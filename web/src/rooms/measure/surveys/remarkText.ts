import { knownText, type Text } from '@/i18n/useText';
import type { Remark } from './wire';

/** A remark in the reader's language. The server's words are English, and say more of numbers; other languages have the catalogue's. */
export function remarkText(t: Text, language: string, r: Remark): string {
  const text = (t as unknown as (key: string, options: object) => string)(`problems:questionnaire.${r.key}`, { other: r.other ?? '', defaultValue: '' });
  return text || knownText(t, `problems:questionnaire.${r.key}`, language.startsWith('en') ? r.message : r.key);
}
