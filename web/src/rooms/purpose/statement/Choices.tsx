import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import classes from './Statement.module.css';

interface ChoicesProps<T extends string> {
  label: string;
  note: string;
  /** What is read where nothing was chosen. */
  none: string;
  all: readonly T[];
  chosen: readonly T[];
  mayWrite: boolean;
  name: (word: T) => string;
  why?: (word: T) => string;
  /** Stands second: smaller and beside each other. */
  quiet?: boolean;
  /** Keeps the list; what was chosen shows at once, and what stands after that. */
  onChange: (list: T[]) => Promise<unknown>;
}

/** Words of a fixed list of which several may hold; chosen where they stand. */
export function Choices<T extends string>({ label, note, none, all, chosen, mayWrite, name, why, quiet, onChange }: ChoicesProps<T>) {
  const [sent, setSent] = useState<T[] | null>(null);
  if (!mayWrite) {
    return (
      <div>
        <h3 className={quiet ? classes.quietHead : classes.head}>{label}</h3>
        {chosen.length === 0 && <p className={classes.unsaid}>{none}</p>}
        <ul className={quiet ? classes.quietList : classes.list}>
          {all.filter((w) => chosen.includes(w)).map((w) => (
            <li key={w}>
              {name(w)}
              {why && <small>{why(w)}</small>}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const choose = (list: T[]) => {
    setSent(list);
    void onChange(list).finally(() => setSent(null));
  };
  return (
    <Checkbox.Group
      label={<span className={quiet ? classes.quietHead : classes.head}>{label}</span>} description={note} value={[...(sent ?? chosen)]}
      onChange={(list) => choose(all.filter((w) => list.includes(w)))}
    >
      <div className={quiet ? classes.quietBoxes : classes.boxes}>
        {all.map((w) => <Checkbox key={w} value={w} size={quiet ? 'xs' : 'sm'} label={name(w)} description={why?.(w)} />)}
      </div>
    </Checkbox.Group>
  );
}
