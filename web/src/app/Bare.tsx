import type { ErrorComponentProps } from '@tanstack/react-router';
import { RouteError } from './RouteError';
import classes from './Bare.module.css';

/** An error before the frame stands: the server could not say who is signed in. */
export function Bare(props: ErrorComponentProps) {
  return (
    <main className={classes.bare}>
      <RouteError {...props} />
    </main>
  );
}
