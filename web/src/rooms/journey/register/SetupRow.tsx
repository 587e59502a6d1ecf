import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import classes from './Setup.module.css';

interface SetupRowProps {
  name: string;
  first: boolean;
  last: boolean;
  more?: ReactNode;
  onRename: (name: string) => Promise<boolean>;
  onMove: (step: -1 | 1) => Promise<boolean>;
  onRemove: () => Promise<boolean>;
}

/** A stage or channel: its name, kept when one leaves the field or presses Enter, and its place. */
export function SetupRow({ name, first, last, more, onRename, onMove, onRemove }: SetupRowProps) {
  const { t } = useText();
  const [text, setText] = useState(name);
  const keep = async () => {
    if (text.trim() === name || !text.trim() || !(await onRename(text.trim()))) setText(name);
  };
  return (
    <div className={classes.line}>
      <TextInput
        size="xs" className={classes.grow} aria-label={t('journey:setup.nameOf', { name })} maxLength={120} value={text} onChange={(e) => setText(e.currentTarget.value)} onBlur={() => void keep()}
        onKeyDown={(e) => { if (e.key === 'Enter') e.currentTarget.blur(); }}
      />
      {more}
      <Button variant="subtle" size="compact-xs" disabled={first} aria-label={t('journey:setup.up', { name })} onClick={() => void onMove(-1)}>↑</Button>
      <Button variant="subtle" size="compact-xs" disabled={last} aria-label={t('journey:setup.down', { name })} onClick={() => void onMove(1)}>↓</Button>
      <Button variant="subtle" size="compact-xs" aria-label={t('journey:setup.removeOf', { name })} onClick={() => void onRemove()}>{t('journey:setup.remove')}</Button>
    </div>
  );
}
