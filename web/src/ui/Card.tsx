import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './Card.module.css';

interface CardProps {
  /** The card's own question. */
  title?: ReactNode;
  /** What is drawn and what its marks mean. */
  note?: ReactNode;
  actions?: ReactNode;
  /** No inner margin: for tables and lists that draw their own. */
  flush?: boolean;
  children: ReactNode;
}

/** A part of a screen on its own sheet of paper. */
export function Card({ title, note, actions, flush, children }: CardProps) {
  const id = useId();
  return (
    <section className={`${classes.card} ${flush ? classes.flush : ''}`} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={classes.head}>
          <div>
            <h2 id={id} className={classes.title}>{title}</h2>
            {note && <p className={classes.note}>{note}</p>}
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
