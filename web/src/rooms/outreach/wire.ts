import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names these screens use. */
export type Wave = Schemas['Wave'];
export type WaveSettings = Schemas['WaveSettings'];
export type WaveState = Wave['state'];
export type WaveCounts = Schemas['WaveCounts'];
export type Considered = Schemas['Considered'];
export type Reason = Considered['reason'];
export type Rule = NonNullable<Considered['rule']>;
export type WaveInvitation = Schemas['WaveInvitation'];
export type InvitationState = WaveInvitation['state'];
export type ContactRules = Schemas['ContactRules'];
export type Survey = Schemas['Survey'];
export type Program = Schemas['Program'];
export type WaveMail = Schemas['PostWaveMail'];
export type Letter = Schemas['Letter'];
export type Content = Schemas['LetterContent'];
export type WaveZone = Schemas['WaveZone'];
export type WaveEstimate = Schemas['WaveEstimate'];
export type WaveStratum = Schemas['WaveStratum'];
export type Step = 'plan' | 'start' | 'pause' | 'resume' | 'finish' | 'cancel';

/** How far invitations may be, in the order they go through. */
export const invitationStates = ['planned', 'sent', 'started', 'answered', 'closed', 'bounced', 'unsubscribed', 'failed', 'dropped'] as const satisfies readonly InvitationState[];

/** Why somebody is asked or not, whoever is asked first. */
export const reasons = ['invited', 'sampled_out', 'resting', 'opted_out', 'no_address', 'known', 'rule'] as const satisfies readonly Reason[];
export const rules = ['same_person', 'no_consent', 'measure_clock', 'most_asked', 'account_cap', 'role_cap'] as const satisfies readonly Rule[];
export const roles = ['decides', 'influences', 'uses', 'sponsors'] as const;
export const strata = ['unit', 'language', 'role', 'trait'] as const;

/** Whether the server is at work on a wave, so that its counts move by themselves. */
export const isAtWork = (state: WaveState) => state === 'planning' || state === 'sending';

/** Whether a wave has asked people: its invitations can be looked at. */
export const hasStarted = (wave: Wave) => wave.started_at !== undefined;
