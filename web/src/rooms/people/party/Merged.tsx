import { Button } from '@mantine/core';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Subject } from '../queries';
import type { Merge } from '../wire';
import { sayingsOf } from './useMerging';
import classes from './Same.module.css';

/** What was merged into the one the page is about, to be undone. */
export function Merged({ of, merges, undo }: { of: Subject; merges: readonly Merge[]; undo: (id: string) => void }) {
  const { t } = useText();
  const format = useFormat();
  const mayWrite = useMay('person.write');
  const says = sayingsOf(of);
  if (merges.length === 0) return null;
  return (
    <ul className={classes.merged} aria-label={t(`people:${says}.merged`)}>
      {merges.map((m) => (
        <li key={m.id}>
          <span>{t(`people:${says}.was`, { name: m.gone.name || m.gone.key, day: format.shortDate(m.at) })}</span>
          {mayWrite && <Button size="compact-xs" variant="subtle" onClick={() => undo(m.id)} aria-label={t(`people:${says}.undoOf`, { name: m.gone.name || m.gone.key })}>{t('ui:undo')}</Button>}
        </li>
      ))}
    </ul>
  );
}
