import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Ground = Schemas['Ground'];
export type GroundFinding = Schemas['GroundFinding'];
export type GroundState = Ground['state'];
export type Program = Schemas['Program'];

/** How measures may stand, the firmest first. */
export const states = ['grounded', 'reason', 'lost', 'none'] as const satisfies readonly GroundState[];

export type Measure = Schemas['Measure'];
export type Ready = Schemas['Ready'];
export type Scale = Measure['scale'];
export type Intent = Measure['intent'];
export type Break = Measure['breaks'][number];

export const intents = ['satisfaction', 'loyalty', 'advocacy', 'effort', 'emotion', 'expectation', 'root_cause', 'outcome', 'other'] as const satisfies readonly Intent[];
export const metrics = ['nps', 'share', 'mean'] as const satisfies readonly Measure['metric'][];
