import { useFormat } from '@/format/context';
import classes from '../Outreach.module.css';

export interface Count {
  key: string;
  name: string;
  /** What it means, in a line. */
  why?: string;
  count: number;
  /** Drawn in the accent: what the whole is for. */
  main?: boolean;
}

interface CountListProps {
  label: string;
  counts: readonly Count[];
  /** The one that a list below shows. */
  chosen?: string;
  /** Chooses one, or none where it was chosen already; without it the rows are no buttons. */
  onChoose?: (key: string | undefined) => void;
}

/** Parts of a whole, each with a bar and its number; a row chooses what is listed. */
export function CountList({ label, counts, chosen, onChoose }: CountListProps) {
  const format = useFormat();
  const most = Math.max(1, ...counts.map((c) => c.count));
  return (
    <ul className={classes.counts} aria-label={label}>
      {counts.map((c) => {
        const row = (
          <>
            <span>{c.name}{c.why && <small>{c.why}</small>}</span>
            <span className={classes.track} data-main={c.main || undefined} aria-hidden="true"><span style={{ width: `${(c.count / most) * 100}%` }} /></span>
            <b>{format.number(c.count)}</b>
          </>
        );
        return (
          <li key={c.key}>
            {onChoose ? (
              <button type="button" className={classes.count} aria-pressed={chosen === c.key} onClick={() => onChoose(chosen === c.key ? undefined : c.key)}>{row}</button>
            ) : <div className={classes.count}>{row}</div>}
          </li>
        );
      })}
    </ul>
  );
}
