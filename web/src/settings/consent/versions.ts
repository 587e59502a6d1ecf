import type { components } from '@/api/schema';

export type Wording = components['schemas']['ConsentText'];

export interface Version {
  version: string;
  used: boolean;
  /** Its texts, one a language, as languages are sorted. */
  texts: Wording[];
}

/** Wordings by their version, in the order in which the newest of each comes. */
export function versionsOf(wordings: readonly Wording[]): Version[] {
  const all = new Map<string, Version>();
  for (const w of wordings) {
    const v = all.get(w.version) ?? { version: w.version, used: false, texts: [] };
    all.set(w.version, { ...v, used: v.used || w.used, texts: [...v.texts, w].sort((a, b) => a.language.localeCompare(b.language)) });
  }
  return [...all.values()];
}
