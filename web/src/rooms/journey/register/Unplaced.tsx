import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Matrix, Unlisted } from '../wire';
import classes from './Unplaced.module.css';

interface UnplacedProps {
  matrix: Matrix;
  rest: readonly Unlisted[];
  onList: (seen: Unlisted) => void;
}

const few = 8;

/** What events show and no row of the register has: offered to be listed. */
export function Unplaced({ matrix, rest, onList }: UnplacedProps) {
  const { t } = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (rest.length === 0) return null;
  const days = matrix.since && matrix.until ? t('journey:seenDays', { from: format.date(matrix.since), to: format.date(matrix.until) }) : undefined;
  return (
    <Card title={t('journey:unplaced.title')} note={days}>
      <ul className={classes.list}>
        {rest.slice(0, all ? rest.length : few).map((u) => (
          <li key={u.key}>
            <span><b>{u.name}</b>{u.channel && <> · {u.channel}</>}<small data-figures>{t('journey:seen', { count: u.count, n: format.number(u.count) })}</small></span>
            {matrix.may_change && <Button variant="subtle" size="compact-sm" aria-label={t('journey:unplaced.listOf', { name: u.name })} onClick={() => onList(u)}>{t('journey:listIt')}</Button>}
          </li>
        ))}
      </ul>
      {rest.length > few && <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)}>{all ? t('journey:unplaced.fewer') : t('journey:unplaced.all', { count: rest.length })}</Button>}
    </Card>
  );
}
