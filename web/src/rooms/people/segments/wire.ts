import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names these screens use. */
export type Segment = Schemas['Segment'];
export type Rule = Schemas['Rule'];
export type Condition = Schemas['Condition'];
export type Field = Schemas['FieldInfo'];
export type Sizes = Schemas['SegmentSizes'];
export type SizePoint = Schemas['SizePoint'];
export type Size = Schemas['SegmentSize'];
export type Member = Schemas['Member'];
export type Measure = Schemas['Measure'];
export type Unit = Schemas['Unit'];
export type Account = Schemas['Account'];
