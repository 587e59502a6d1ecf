import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Matrix = Schemas['Matrix'];
export type Channel = Schemas['Channel'];
export type Stage = Schemas['Stage'];
export type Touchpoint = Schemas['ListedTouchpoint'];
export type Unlisted = Schemas['Unlisted'];
export type First = Schemas['FirstTouchpoint'];
export type Question = Schemas['NameQuestion'];
export type Expectation = Schemas['Expectation'];
export type Standard = Schemas['Standard'];
export type Plan = Schemas['RegisterPlan'];
export type Conformance = Schemas['Conformance'];

/** What a touchpoint may be without. */
export type Lack = Touchpoint['lacks'][number];

/** The marks of a touchpoint, in their order. */
export const marks = ['owner', 'expectation', 'measure'] as const satisfies readonly Lack[];
export const natures = ['virtual', 'human', 'physical'] as const satisfies readonly Channel['nature'][];
