import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { previewQuery } from '../queries';
import classes from './StartBar.module.css';

interface StartBarProps {
  id: string;
  rows: number;
  /** Columns that the server refuses as they are. */
  wrong: number;
  saving: boolean;
  starting: boolean;
  onStart: () => void;
  onDiscard: () => void;
}

/** What would happen, and the button that makes it happen; it stays in sight. */
export function StartBar({ id, rows, wrong, saving, starting, onStart, onDiscard }: StartBarProps) {
  const { t } = useText();
  const format = useFormat();
  const preview = useQuery(previewQuery(id)).data;
  const known = preview && (preview.counts.same > 0 || preview.counts.changed > 0 || preview.gone);
  const words = () => {
    if (wrong > 0) return t('collect:start.wrong', { count: wrong });
    if (!preview) return t('collect:start.rows', { count: rows, n: format.number(rows) });
    const { counts } = preview;
    const seen = {
      new: format.number(counts.new), same: format.number(counts.same), changed: format.number(counts.changed), rejected: format.number(counts.rejected),
    };
    const found = known ? t('collect:start.known', seen) : t('collect:start.fresh', seen);
    if (preview.gone) return t('collect:start.gone', { found, count: preview.gone, n: format.number(preview.gone) });
    return preview.complete ? found : t('collect:start.looked', { found, looked: format.number(preview.looked), rows: format.number(rows) });
  };
  return (
    <div className={classes.bar}>
      <span className={classes.words} role="status">{words()}</span>
      <Button variant="subtle" onClick={onDiscard}>{t('collect:start.discard')}</Button>
      <Button onClick={onStart} loading={starting} disabled={wrong > 0 && !saving}>{t('collect:start.go', { count: rows, n: format.number(rows) })}</Button>
    </div>
  );
}
