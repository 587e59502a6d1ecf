import { quality, type Kind } from './wire';

/** What the address of a survey's fieldwork says: version, share of the median that is speeding, kind of doubt listed, segment looked at, weighting. */
export interface FieldworkSearch {
  version?: number;
  factor?: number;
  kind?: Kind;
  /** A segment of those invited. */
  segment?: string;
  /** How answers are given the make-up of the customers. */
  weighting?: string;
}

/** The shares of the median that are offered; a third is usual and stands in no address. */
export const factors = [0.2, 0.25, 0.5] as const;

/** Reads the address; what does not belong is dropped. */
export function readFieldworkSearch(raw: Record<string, unknown>): FieldworkSearch {
  const version = Number(raw.version);
  return {
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    factor: factors.find((f) => f === Number(raw.factor)),
    kind: quality.find((k) => k === raw.kind),
    segment: typeof raw.segment === 'string' && raw.segment ? raw.segment : undefined,
    weighting: typeof raw.weighting === 'string' && raw.weighting ? raw.weighting : undefined,
  };
}
