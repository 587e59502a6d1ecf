import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names these screens use. */
export type Trigger = Schemas['Trigger'];
export type TriggerSettings = Schemas['TriggerSettings'];
export type TriggerCounts = Schemas['TriggerCounts'];
export type TriggerConsidered = Schemas['TriggerConsidered'];

/** A reason of those that a trigger gives, by the rule's name where it is one. */
export const keyOf = ({ reason, rule }: { reason?: string; rule?: string }) => rule || reason || 'waiting';
