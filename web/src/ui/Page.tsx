import type { ReactNode } from 'react';
import { useEffect } from 'react';
import classes from './Page.module.css';

interface PageProps {
  /** The question the screen answers; it is also the title of the window. */
  title: string;
  /** Why the question is asked, or what the answer rests on. */
  lead?: ReactNode;
  /** Buttons and filters at the right of the heading. */
  actions?: ReactNode;
  /** Reading width for forms and texts; the default fills the screen. */
  narrow?: boolean;
  children: ReactNode;
}

/** A screen: its question as heading, then the answer. */
export function Page({ title, lead, actions, narrow, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Balcony`;
  }, [title]);
  return (
    <div className={narrow ? classes.narrow : classes.page}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
