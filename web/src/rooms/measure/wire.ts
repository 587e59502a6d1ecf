import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Ground = Schemas['Ground'];
export type GroundFinding = Schemas['GroundFinding'];
export type GroundState = Ground['state'];
export type Program = Schemas['Program'];

/** How measures may stand, the firmest first. */
export const states = ['grounded', 'reason', 'lost', 'none'] as const satisfies readonly GroundState[];
