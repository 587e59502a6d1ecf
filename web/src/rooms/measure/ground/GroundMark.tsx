import type { GroundState } from '../wire';
import classes from './Ground.module.css';

/** The mark of a state, beside its words: full, hatched, dashed or empty. */
export function GroundMark({ state }: { state: GroundState }) {
  return <span className={classes.mark} data-state={state} aria-hidden="true" />;
}
