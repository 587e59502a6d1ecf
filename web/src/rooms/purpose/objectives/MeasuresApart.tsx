import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Measure, Program } from '../wire';
import classes from './Objectives.module.css';

interface MeasuresApartProps {
  measures: readonly Measure[];
  /** Whether the program has any objective yet. */
  any: boolean;
  program: Program;
  mayWrite: boolean;
  onSet: (measure: string) => void;
}

/** What is measured and serves no objective. */
export function MeasuresApart({ measures, any, program, mayWrite, onSet }: MeasuresApartProps) {
  const { t } = useText();
  if (measures.length === 0) return null;
  return (
    <Card title={t('purpose:apart.title')} note={t(any ? 'purpose:apart.note' : 'purpose:apart.noneYet')}>
      <ul className={classes.apart}>
        {measures.map((m) => (
          <li key={m.id}>
            <Link to="/understand" search={{ program: program.id, measure: m.id }}>{m.name}</Link>
            {mayWrite && <Button size="compact-xs" variant="default" aria-label={t('purpose:apart.setOf', { measure: m.name })} onClick={() => onSet(m.id)}>{t('purpose:apart.set')}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
