import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { mostPieces, type Piece, type Taken } from './pieces';
import classes from './Split.module.css';

interface PieceEditorProps {
  pieces: readonly Piece[];
  taken: Taken;
  onChange: (pieces: Piece[]) => void;
  onRemove: (piece: number) => void;
}

/** The codes that are made, each with its key, its name, what it means and how many passages it takes. */
export function PieceEditor({ pieces, taken, onChange, onRemove }: PieceEditorProps) {
  const { t } = useText();
  const change = (at: number, part: Partial<Piece>) => onChange(pieces.map((p, n) => (n === at ? { ...p, ...part } : p)));
  return (
    <>
      <ol className={classes.pieces}>
        {pieces.map((piece, n) => (
          <li key={n}>
            <kbd>{n + 1}</kbd>
            <div>
              <TextInput size="sm" required label={t('analysis:split.name', { n: n + 1 })} maxLength={120} value={piece.name} onChange={(e) => change(n, { name: e.currentTarget.value })} />
              <TextInput size="sm" mt={6} label={t('analysis:edit.definition')} maxLength={4000} value={piece.definition} onChange={(e) => change(n, { definition: e.currentTarget.value })} />
              <span className={classes.soft}>{t('analysis:split.takes', { count: [...taken.values()].filter((p) => p === n).length })}</span>
            </div>
            <ActionIcon variant="subtle" disabled={pieces.length === 1} aria-label={t('analysis:split.drop', { n: n + 1 })} onClick={() => onRemove(n)}>×</ActionIcon>
          </li>
        ))}
      </ol>
      {pieces.length < mostPieces && <Button size="xs" variant="default" onClick={() => onChange([...pieces, { name: '', definition: '' }])}>{t('analysis:split.add')}</Button>}
    </>
  );
}
