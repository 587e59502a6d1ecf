import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  title: string;
  /** What would stand here, and why it does not yet. */
  children: ReactNode;
  /** The first step. */
  action?: ReactNode;
}

/** Nothing here yet: says what would be, and offers the first step. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      <div className={classes.why}>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
