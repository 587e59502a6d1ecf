import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Import = Schemas['Import'];
export type ImportSummary = Schemas['ImportSummary'];
export type FileInfo = Schemas['FileInfo'];
export type Reading = Schemas['Reading'];
export type Join = Schemas['Join'];
export type JoinOn = Schemas['JoinOn'];
export type JoinReport = Schemas['JoinReport'];
export type ExpectedJoin = Schemas['ExpectedJoin'];
export type Mapping = Schemas['Mapping'];
export type ColumnMapping = Schemas['ColumnMapping'];
export type ScoreMapping = Schemas['ScoreMapping'];
export type Scale = ScoreMapping['scale'];
export type ColumnProfile = Schemas['ColumnProfile'];
export type Guess = Schemas['Guess'];
export type Question = Schemas['Question'];
export type Reason = Schemas['Reason'];
export type Preview = Schemas['Preview'];
export type PreviewRow = Schemas['PreviewRow'];
export type Reject = Schemas['Reject'];
export type Counts = Schemas['Counts'];
export type Role = ColumnMapping['role'];
export type ReadEvent = Schemas['ReadEvent'];
export type ReadParty = Schemas['ReadParty'];
export type ImportKind = Import['kind'];
export type State = Import['state'];
export type Survey = Schemas['Survey'];
export type TestAnswer = Schemas['TrialTestAnswer'];
export type TestAnswered = Schemas['AnswersTestAnswered'];
export type SurveyAnswer = Schemas['AnswersSurveyAnswer'];
export type SurveyAnswered = Schemas['AnswersSurveyAnswered'];
export type AskedQuestion = Schemas['AnswersAskedQuestion'];
