import type { ReactNode } from 'react';
import classes from './Words.module.css';

/** Somebody's words as they were said, who and at which consent under them. */
export function Words({ children, by, lang }: { children: ReactNode; by?: ReactNode; lang?: string }) {
  return (
    <blockquote className={classes.words}>
      <p lang={lang}>{children}</p>
      {by && <footer>{by}</footer>}
    </blockquote>
  );
}
