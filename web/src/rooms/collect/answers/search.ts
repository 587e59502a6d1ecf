export const outcomes = ['complete', 'screened', 'quota_full', 'begun'] as const;
export const ways = ['link', 'personal', 'embedded'] as const;
/** What an answer can be flagged for; any of it, and none. */
export const doubts = ['any', 'none', 'straight', 'duplicate', 'nonsense', 'pattern', 'speeding'] as const;
export type Doubt = (typeof doubts)[number];
export type Outcome = (typeof outcomes)[number];
export type Way = (typeof ways)[number];

/** What the address of the answers to a survey says. */
export interface SurveyAnswersSearch {
  q?: string;
  version?: number;
  language?: string;
  came_by?: Way;
  outcome?: Outcome;
  doubt?: Doubt;
  from?: string;
  to?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const day = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);

/** Reads the address; what does not belong is dropped. */
export function readSurveyAnswersSearch(raw: Record<string, unknown>): SurveyAnswersSearch {
  const version = Number(raw.version);
  return {
    q: text(raw.q), version: Number.isInteger(version) && version > 0 ? version : undefined, language: text(raw.language),
    came_by: ways.find((w) => w === raw.came_by), outcome: outcomes.find((o) => o === raw.outcome),
    doubt: doubts.find((d) => d === raw.doubt), from: day(raw.from), to: day(raw.to),
  };
}

/** Whether anything narrows the list. */
export const narrowed = (search: SurveyAnswersSearch) => Object.values(search).some((value) => value !== undefined);
