import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type ReasonList = Schemas['ReasonList'];
export type ListedReason = Schemas['ListedReason'];
export type ReasonProposal = Schemas['ReasonProposal'];
export type ReasonUse = Schemas['ReasonUse'];
export type ReasonDecision = Schemas['ReasonDecision'];
export type ReasonEvent = Schemas['ReasonEvent'];
export type ReasonWords = ReasonList['wording'];


/** The languages that a list is worded in, English and French first. */
export const languagesOf = (list: ReasonList) => [...new Set(['en', 'fr', ...Object.keys(list.wording)])].filter((lang) => list.wording[lang]);
