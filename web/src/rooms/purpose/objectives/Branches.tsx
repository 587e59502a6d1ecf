import type { Measure, Program } from '../wire';
import { ObjectiveRow } from './ObjectiveRow';
import type { Editing } from './ObjectivesCard';
import type { Branch } from './tree';
import classes from './Objectives.module.css';

interface BranchesProps {
  branches: readonly Branch[];
  measures: readonly Measure[];
  program: Program;
  mayWrite: boolean;
  onEdit: (editing: Editing) => void;
}

/** Objectives under what they serve, drawn as a tree and read as a list. */
export function Branches({ branches, ...rest }: BranchesProps) {
  if (branches.length === 0) return null;
  return (
    <ul className={classes.branches}>
      {branches.map(({ objective, below }) => (
        <li key={objective.id} className={classes.branch}>
          <ObjectiveRow objective={objective} measure={rest.measures.find((m) => m.id === objective.measure_id)} {...rest} />
          <Branches branches={below} {...rest} />
        </li>
      ))}
    </ul>
  );
}
