import { Button } from '@mantine/core';
import type { DragEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import classes from './FileDrop.module.css';

interface FileDropProps {
  /** What kind of file goes here. */
  children: ReactNode;
  /** Endings or media types, as the input's accept. */
  accept: string;
  onFile: (file: File) => void;
  busy?: boolean;
}

/** A place to drop a file on, or to choose one by button. */
export function FileDrop({ children, accept, onFile, busy }: FileDropProps) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) onFile(file);
  };

  return (
    <div
      className={`${classes.drop} ${over ? classes.over : ''}`}
      onDragOver={(e) => { e.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div>{children}</div>
      <Button loading={busy} onClick={() => input.current?.click()}>
        {t('ui:file.choose')}
      </Button>
      <span className={classes.or}>{t('ui:file.drop')}</span>
      <input
        ref={input} type="file" hidden accept={accept}
        onChange={(e) => {
          const file = e.currentTarget.files?.[0];
          e.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
