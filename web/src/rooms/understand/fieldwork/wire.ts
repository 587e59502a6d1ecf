import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Fieldwork = Schemas['FieldworkResult'];
export type Counts = Schemas['FieldworkCounts'];
export type FieldPage = Schemas['FieldworkPage'];
export type Wave = Schemas['FieldworkWave'];
export type Part = Schemas['FieldworkPart'];
export type Doubt = Schemas['FieldworkDoubt'];
export type Doubtful = Schemas['FieldworkDoubtful'];
export type Kind = Doubt['kind'];

/** The kinds of doubt, in the order in which the server gives them. */
export const quality = ['straight', 'duplicate', 'nonsense', 'pattern', 'speeding'] as const satisfies readonly Kind[];
