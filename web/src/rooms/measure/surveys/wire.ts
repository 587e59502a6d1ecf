import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names surveys use. */
export type Survey = Schemas['Survey'];
export type SurveyState = Survey['state'];
export type SurveyCheck = Schemas['SurveyCheck'];
export type SurveyVersion = Schemas['SurveyVersion'];
export type TestLink = Schemas['TrialTestLink'];
export type TestFill = Schemas['TrialTestFill'];
export type Remark = SurveyCheck['remarks'][number];
export type Difference = SurveyVersion['differences'][number];
export type SeriesBreak = SurveyVersion['breaks'][number];

export const surveyStates = ['draft', 'open', 'closed', 'archived'] as const satisfies readonly SurveyState[];
