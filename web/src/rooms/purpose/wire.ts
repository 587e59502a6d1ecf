import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Program = Schemas['Program'];
export type Objective = Schemas['Objective'];
export type Progress = Schemas['ObjectiveProgress'];
export type Measure = Schemas['Measure'];
export type Trait = Schemas['TraitInfo'];
export type Verdict = Progress['verdict'];
export type Outcome = Objective['outcome'];
export type Want = NonNullable<Program['wants']>[number];
export type Return = NonNullable<Program['returns']>[number];

export const outcomes = ['satisfaction', 'loyalty', 'advocacy'] as const satisfies readonly Outcome[];
export const wants = ['easier', 'solved_before_asked', 'worth_more'] as const;
export const returns = ['churn', 'lifetime_value', 'cross_sell', 'share_of_voice', 'referrals', 'inbound'] as const;

export const erasures = ['anonymise', 'remove'] as const satisfies readonly Program['on_erasure'][];
export const keeps = ['texts', 'times'] as const;

export type Known = Schemas['Known'];
export type QuestionFigure = Schemas['QuestionFigure'];
export type Indicator = Schemas['Indicator'];
export type IndicatorValue = Schemas['IndicatorValue'];
export type IndicatorUnit = Schemas['IndicatorUnit'];
export type FileTaken = Schemas['FileTaken'];
export const kinds = [...returns, 'own'] as const;
export const grains = ['day', 'week', 'month', 'quarter'] as const;
