import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { components } from '@/api/schema';
import { useMay } from '@/access/session';
import { checkQuery, peopleTraitsQuery } from './queries';
import { draftOf, type Draft } from './draft';
import type { Trait } from './names';
import type { Remark, Survey } from './wire';

/** What all fields of the builder look at beside what they change. */
export interface Around {
  draft: Draft;
  traits: readonly Trait[];
  remarks: readonly Remark[];
  /** Colours of the page, once the server has told them. */
  light?: Palette;
  dark?: Palette;
}

export type Palette = components['schemas']['QuestionnairePalette'];

export const AroundContext = createContext<Around>({ draft: draftOf({ title: {}, languages: [], pages: [], settings: { consent: 'person' } }), traits: [], remarks: [] });

export const useAround = () => useContext(AroundContext);

/** What the server says of the draft as it is kept, and what is known of contacts. */
export function useLooking(survey: Survey, version: number, draft: Draft): Around {
  const check = useQuery({ ...checkQuery(survey.id, version), placeholderData: keepPreviousData });
  const traits = useQuery({ ...peopleTraitsQuery, enabled: useMay('person.read') });
  return { draft, traits: traits.data?.items ?? [], remarks: check.data?.remarks ?? [], light: check.data?.light, dark: check.data?.dark };
}

/** What is wrong at a path and within it, but for words not written yet: those are listed before publishing. */
export const remarksIn = (remarks: readonly Remark[], path: string): Remark[] =>
  remarks.filter((r) => (r.path === path || r.path.startsWith(`${path}.`) || r.path.startsWith(`${path}[`)) && !later.includes(r.key));

const later = ['unworded', 'untranslated', 'groundless'];

/** What is said elsewhere of a code: that a condition cannot speak of it so. */
export const remarksAbout = (remarks: readonly Remark[], code: string, path: string): Remark[] =>
  remarks.filter((r) => r.other === code && ['later', 'looped', 'row', 'option', 'type', 'not_worded'].includes(r.key) && r.path !== path && !r.path.startsWith(`${path}.`));
