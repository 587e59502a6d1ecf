import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import type { marks } from '../wire';
import classes from './Editor.module.css';

interface MarkFieldProps {
  id: string;
  mark: (typeof marks)[number];
  there: boolean;
  note: string;
  children: ReactNode;
}

/** The field behind one mark. */
export function MarkField({ id, mark, there, note, children }: MarkFieldProps) {
  const { t } = useText();
  return (
    <div>
      <label htmlFor={id} className={classes.label}><i className={there ? classes.there : undefined} aria-hidden />{t(`journey:mark.${mark}`)}<span>{note}</span></label>
      {children}
    </div>
  );
}
