import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names the coding screen uses. */
export type Line = Schemas['Line'];
export type Mask = Schemas['Mask'];
export type Coding = Schemas['Coding'];
export type Book = Schemas['Book'];
export type Family = Schemas['Family'];
export type Code = Schemas['Code'];
export type Pass = Schemas['Pass'];
export type StudyDocument = Schemas['Document'];
export type Difference = Schemas['Difference'];
export type Agreement = Schemas['StudyAgreement'];
export type Mode = NonNullable<Coding['mode']>;

export const modes = ['think', 'feel', 'do'] as const satisfies readonly Mode[];
