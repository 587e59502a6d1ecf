import type { InvitationState, Reason, WaveCounts } from '../wire';

const withReason = (counts: WaveCounts, reason: Reason) => counts.reasons.filter((r) => r.reason === reason).reduce((n, r) => n + r.count, 0);
const inState = (counts: WaveCounts, ...states: InvitationState[]) => counts.states.filter((s) => states.includes(s.state)).reduce((n, s) => n + s.count, 0);

/** How many the plan asks. */
export const invited = (counts: WaveCounts) => withReason(counts, 'invited');

/** How many invitations were made. */
export const asked = (counts: WaveCounts) => counts.states.reduce((n, s) => n + s.count, 0);

/** How many are answered, those of anonymous surveys that may be told among them. */
export const answered = (counts: WaveCounts) => inState(counts, 'answered', 'closed');

/** How many people have no reason yet: the plan is still being made. */
export const open = (counts: WaveCounts) => counts.considered - counts.reasons.reduce((n, r) => n + r.count, 0);
