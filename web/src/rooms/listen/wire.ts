import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Study = Schemas['Study'];
export type StudyMember = Schemas['StudyMember'];
export type Interview = Schemas['Interview'];
export type StudyDocument = Schemas['Document'];
export type RemovedDocument = Schemas['RemovedDocument'];
export type Line = Schemas['Line'];
export type Mask = Schemas['Mask'];
export type StudyGuide = Schemas['StudyGuide'];
export type GuideSection = Schemas['GuideSection'];
export type Review = Schemas['InterviewReview'];
export type Preview = Schemas['TranscriptPreview'];
export type Speaks = Schemas['Speaks'];
export type ToAsk = Schemas['ToAsk'];
export type DocumentLoss = Schemas['DocumentLoss'];
export type Wanted = Schemas['Wanted'];

export const interviewStates = ['planned', 'invited', 'agreed', 'held', 'transcribed', 'coded', 'reported'] as const satisfies readonly Interview['state'][];
export const interviewKinds = ['in_depth', 'mid_project', 'post_project', 'win_loss', 'account_review', 'exit'] as const satisfies readonly Interview['kind'][];
export const studyStates = ['planned', 'running', 'closed'] as const satisfies readonly Study['state'][];
export const consentLevels = ['anonymous', 'firm', 'person'] as const;
export const maskKinds = ['name', 'firm', 'mail', 'phone', 'place', 'number', 'other'] as const satisfies readonly Mask['kind'][];
