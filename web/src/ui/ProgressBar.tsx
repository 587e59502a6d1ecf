import classes from './ProgressBar.module.css';

interface ProgressBarProps {
  /** What is going on, seen and heard. */
  label: string;
  done: number;
  /** 0 while it is not known yet. */
  total: number;
  /** Done and total in words: "12,000 of 56,000 rows". */
  note?: string;
}

/** Long work on its way; it can be left and found again. */
export function ProgressBar({ label, done, total, note }: ProgressBarProps) {
  const known = total > 0;
  const share = known ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div className={classes.progress}>
      <div className={classes.words}>
        <span>{label}</span>
        {note && <span className={classes.note}>{note}</span>}
      </div>
      <div
        role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={known ? Math.round(share) : undefined} aria-valuetext={note} className={classes.track}
      >
        <div className={known ? classes.done : classes.unknown} style={known ? { width: `${share}%` } : undefined} />
      </div>
    </div>
  );
}
