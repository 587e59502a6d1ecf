import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Matrix, Touchpoint, Unlisted } from '../wire';
import { useLacking } from './useLacking';
import classes from './FirstList.module.css';

interface FirstListProps {
  matrix: Matrix;
  onEdit: (id: Touchpoint['id']) => void;
  onList: (seen: Unlisted) => void;
}

/** What to look after first: what most customers meet of what is not in place. */
export function FirstList({ matrix, onEdit, onList }: FirstListProps) {
  const { t } = useText();
  const format = useFormat();
  const lacking = useLacking();
  if (matrix.first.length === 0) return null;
  const channelOf = (id?: string) => matrix.channels.find((c) => c.id === id)?.name;
  return (
    <Card title={t('journey:first.title')} note={t('journey:first.note')}>
      <ol className={classes.list}>
        {matrix.first.map((f) => {
          const seen = matrix.unlisted.find((u) => !f.touchpoint_id && u.key === f.key);
          const on = channelOf(f.channel_id);
          return (
            <li key={f.key}>
              <div>
                <b>{f.name}</b>{on && <> {t('journey:first.on', { channel: on })}</>}
                <span className={classes.what}>{seen ? t('journey:first.unlisted') : lacking.long(f.lacks)}</span>
                <small>{f.times === undefined ? t('journey:first.uncounted') : t('journey:times', { count: f.times, n: format.number(f.times) })}</small>
                {f.touchpoint_id && <button type="button" onClick={() => onEdit(f.touchpoint_id ?? '')}>{t('journey:first.look')}</button>}
                {seen && matrix.may_change && <button type="button" onClick={() => onList(seen)}>{t('journey:listIt')}</button>}
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
