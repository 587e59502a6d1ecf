import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names that the screens of findings use. */
export type Finding = Schemas['Finding'];
export type Strength = Schemas['FindingStrengths'];
export type Voices = Schemas['VoiceCounts'];
export type Place = Schemas['VoicePlace'];
export type Excerpt = Schemas['FindingExcerpt'];
export type Step = Schemas['FindingStep'];
export type Hit = Schemas['SentenceHit'];

export const kinds = ['think', 'feel', 'do'] as const;
export type Kind = (typeof kinds)[number];
export const states = ['proposed', 'supported', 'contradicted', 'retired'] as const;
export type State = (typeof states)[number];
export type Side = 'for' | 'against';

/** Where a finding would name a trait: people are told apart by the segment of customers that they were chosen from. */
export const bySegment = '@segment';
