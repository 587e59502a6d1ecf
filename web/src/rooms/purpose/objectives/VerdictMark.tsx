import { useText } from '@/i18n/useText';
import type { Progress } from '../wire';
import classes from './Objectives.module.css';

const signs = { reached: '✓', on_the_way: '↗', off: '↘', cannot_tell: '?' } as const;
const looks = { reached: classes.good, on_the_way: classes.good, off: classes.bad, cannot_tell: classes.mid } as const;

/** What the figure says of an objective, in a word; that nobody can tell comes with why. */
export function VerdictMark({ progress }: { progress: Progress }) {
  const { t } = useText();
  const { verdict, why } = progress;
  return (
    <span className={`${classes.verdict} ${looks[verdict]}`}>
      <span aria-hidden="true" className={classes.sign}>{signs[verdict]}</span>
      {t(`purpose:verdict.${verdict}`)}
      {why && <span className={classes.why}>{t(`purpose:whyNot.${why}`)}</span>}
    </span>
  );
}
