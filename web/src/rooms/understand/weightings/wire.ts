import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Weighting = Schemas['Weighting'];
export type NewWeighting = Schemas['NewWeighting'];
export type Made = Schemas['WeightingMade'];
export type MarginMade = Schemas['MarginMade'];
export type Values = Schemas['WeightingValues'];
export type Value = Schemas['WeightingValue'];
export type Class = Schemas['WeightingClass'];
