import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import type { Pass } from './wire';
import classes from './CodingPage.module.css';

interface BlindBannerProps {
  document: string;
  passes: readonly Pass[];
  me: string;
  lines: number;
  blind: boolean;
  busy: boolean;
  onDone: (done: boolean) => void;
}

/** Says whether others' codings show, and takes the word that one is done. */
export function BlindBanner({ document, passes, me, lines, blind, busy, onDone }: BlindBannerProps) {
  const { t } = useText();
  const mine = passes.find((p) => p.coder.id === me);
  const opened = passes.some((p) => p.opened_at);
  const left = lines - (mine?.read_to ?? 0);
  const done = mine?.done_at !== undefined;
  const text = opened
    ? t('coding:blind.opened')
    : !blind
      ? t(done ? 'coding:blind.openDone' : 'coding:blind.openStudy')
      : done
        ? t('coding:blind.waiting')
        : `${t('coding:blind.sealed')} ${left > 0 ? t('coding:blind.left', { count: left }) : t('coding:blind.read')}`;
  return (
    <div className={classes.blind}>
      <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <rect x="3.5" y="8" width="11" height="7.5" rx="1.5" />
        <path d={blind && !opened ? 'M6 8V5.5a3 3 0 0 1 6 0V8' : 'M6 8V5.5a3 3 0 0 1 5.8-1'} />
      </svg>
      <div>
        <b>{t(opened ? 'coding:blind.together' : blind ? 'coding:blind.title' : 'coding:blind.open')}</b>
        <p>{text}</p>
      </div>
      {opened && <Button component={Link} to="/listen/documents/$id/settle" params={{ id: document } as never} variant="default" size="sm">{t('coding:blind.settle')}</Button>}
      {!opened && (
        <Button variant="default" size="sm" loading={busy} onClick={() => onDone(!done)}>{t(done ? 'coding:blind.notDone' : 'coding:blind.done')}</Button>
      )}
    </div>
  );
}
