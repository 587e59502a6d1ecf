import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the room uses. */
export type Customer = Schemas['Customer'];
export type Alike = Schemas['Alike'];
export type Account = Schemas['Account'];
export type Merge = Schemas['Merge'];
/** A customer or an account, as both are named. */
export interface Party {
  id: string;
  key: string;
  name: string;
  email?: string;
}
export type Unit = Schemas['Unit'];
export type Measure = Schemas['Measure'];
export type Figure = Schemas['Figure'];
export type Difference = Schemas['FigureDifference'];
export type AccountScores = Schemas['AccountScoresResult'];
export type AccountScore = Schemas['AccountScore'];
export type AccountStanding = Schemas['AccountStanding'];
export type AccountScoresOf = Schemas['AccountScoresOf'];
export type Revenue = Schemas['Revenue'];
export type KnownTrait = Schemas['KnownTrait'];
export type TraitDefinition = Schemas['TraitDefinition'];

/** What a contact is to the business of its firm, in the order of their weight. */
export const roles = ['decides', 'influences', 'sponsors', 'uses'] as const;
export type Role = (typeof roles)[number];

/** What If-Match asks for: the version that the change was made on. */
export const matching = (version: number) => ({ 'If-Match': `"${version}"` });
