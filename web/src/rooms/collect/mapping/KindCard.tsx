import { Radio } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useReason } from '../reasons';
import type { Import, ImportKind, Reading } from '../wire';
import classes from './KindCard.module.css';

interface KindCardProps {
  item: Import;
  /** Reads the file as rows of this kind; its columns are guessed anew. */
  onRead: (said: Reading) => void;
  /** What is being tried at this moment. */
  trying?: Reading;
}

/** What the rows of the file are, with the reason why that was guessed. */
export function KindCard({ item, onRead, trying }: KindCardProps) {
  const { t } = useText();
  const reason = useReason();
  if (item.kinds.length < 2) return null; // nothing to choose
  const now = trying?.kind ?? item.kind;
  return (
    <Card title={t('collect:what.title')} note={t('collect:what.note')}>
      <Radio.Group aria-label={t('collect:what.title')} value={now} onChange={(kind) => onRead({ ...item.file.said, kind: kind as ImportKind })} aria-busy={trying !== undefined}>
        <div className={classes.kinds}>
          {(item.kinds as ImportKind[]).map((kind) => (
            <Radio key={kind} size="sm" value={kind} label={t(`collect:what.kind.${kind}`)} description={t(`collect:what.why.${kind}`)} />
          ))}
        </div>
      </Radio.Group>
      {item.kind_reason && now === item.kind && <p className={classes.reason}>{reason(item.kind_reason)}</p>}
    </Card>
  );
}
