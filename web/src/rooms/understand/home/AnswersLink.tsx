import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { filterOfQuery } from '../filter/filter';

interface AnswersLinkProps {
  /** A cell's `answers`: the query that lists what is behind its figure. */
  query: string;
  program: string;
  children: ReactNode;
  className?: string;
  label?: string;
}

/** Opens a figure into its answers, narrowed exactly as the figure is. */
export function AnswersLink({ query, program, children, className, label }: AnswersLinkProps) {
  return (
    <Link to="/answers" search={{ ...filterOfQuery(query), program }} className={className} aria-label={label}>
      {children}
    </Link>
  );
}
