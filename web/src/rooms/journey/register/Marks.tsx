import { marks, type Lack } from '../wire';
import classes from './Register.module.css';

/** The marks of a touchpoint: filled where something is in place. Words beside them say the same. */
export function Marks({ lacks }: { lacks: readonly Lack[] }) {
  return (
    <span className={classes.marks} aria-hidden>
      {marks.map((m) => <i key={m} className={lacks.includes(m) ? undefined : classes.there} />)}
    </span>
  );
}
