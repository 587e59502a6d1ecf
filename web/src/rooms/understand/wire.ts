import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Program = Schemas['Program'];
export type Measure = Schemas['Measure'];
export type Measures = Schemas['Listed'];
export type MeasureInfo = Schemas['MeasureInfo'];
export type Figure = Schemas['Figure'];
export type Difference = Schemas['FigureDifference'];
export type Cell = Schemas['MetricCell'];
export type Part = Schemas['CutPart'];
export type Bin = Schemas['ScoreBin'];
export type Result = Schemas['MetricResult'];
export type Change = Schemas['PeriodChange'];
export type ChangesResult = Schemas['ChangesResult'];
export type Without = Schemas['WithoutDoubtful'];
export type Origin = Pick<Schemas['MetricResult'], 'measure' | 'where' | 'notes' | 'as_of' | 'weighted' | 'from' | 'to' | 'score_min' | 'score_max'>;
export type Segment = Schemas['SegmentFigure'];
export type Segments = Schemas['SegmentsResult'];
/** What figures can be cut or filtered by: what the server lists, and segments (see filter/offered). */
export type Trait = Omit<Schemas['TraitInfo'], 'kind' | 'values'> & {
  kind: Schemas['TraitInfo']['kind'] | 'segment';
  values: readonly { value: string | null; label: string; n?: number }[];
};
export type Traits = Schemas['TraitsResult'];
export type Answer = Schemas['Answer'];
export type ListedResponse = Schemas['ListedResponse'];
export type Response = Schemas['Response'];
