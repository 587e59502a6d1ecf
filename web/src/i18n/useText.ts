import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

const areas = ['shell', 'access', 'analysis', 'answers', 'coders', 'coding', 'collect', 'findings', 'journey', 'letters', 'listen', 'measure', 'outreach', 'people', 'problems', 'purpose', 'replies', 'samples', 'segments', 'settings', 'surveys', 'topics', 'ui', 'understand', 'weightings'] as const;

/** Gives a text of the catalogue by "area:key"; keys are checked by the compiler. */
export type Text = TFunction<typeof areas>;

/** The catalogue in the language of the page. */
export function useText() {
  return useTranslation(areas);
}

/** The text of a key that came from the server, or another where the catalogue lacks it. */
export function knownText(t: Text, key: string, otherwise: string): string {
  return (t as unknown as (key: string, options: { defaultValue: string }) => string)(key, { defaultValue: otherwise });
}
