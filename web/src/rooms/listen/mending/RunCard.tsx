import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useAttempt } from '../useAttempt';
import type { Line } from '../wire';
import type { MendChanges, Speaks } from './queries';
import { readSeconds, type Run } from './run';
import classes from '../Listen.module.css';

interface RunCardProps {
  run: Run;
  lines: readonly Line[];
  speakers: readonly Speaks[];
  mends: MendChanges;
  onClose: () => void;
}

/** What becomes of the sentences that are chosen: who says them, and times from here on. */
export function RunCard({ run, lines, speakers, mends, onClose }: RunCardProps) {
  const { t } = useText();
  const attempt = useAttempt();
  const [speaker, setSpeaker] = useState(lines[run.from - 1]?.speaker ?? '');
  const [by, setBy] = useState('');
  const seconds = readSeconds(by);
  const timed = lines.some((l) => l.n >= run.from && l.from_us !== undefined);
  const give = async () => {
    if (await attempt(() => mends.lines.mutateAsync({ from_n: run.from, to_n: run.to, speaker }))) onClose();
  };
  const move = async (onward: boolean) => {
    if (!seconds) return;
    if (await attempt(() => mends.times.mutateAsync({ from_n: run.from, to_n: onward ? undefined : run.to, by_us: Math.round(seconds * 1e6) }))) setBy('');
  };
  return (
    <Card title={run.from === run.to ? t('listen:mending.one', { n: run.from }) : t('listen:mending.run', { from: run.from, to: run.to })} actions={<Button size="xs" variant="subtle" onClick={onClose}>{t('listen:clear')}</Button>}>
      <form onSubmit={(e) => { e.preventDefault(); void give(); }}>
        <Autocomplete label={t('listen:mending.who')} description={t('listen:mending.whoHint')} data={[...new Set(speakers.map((s) => s.name).filter(Boolean))]} maxLength={200} value={speaker} onChange={setSpeaker} />
        <div className={classes.end}><Button type="submit" size="xs" loading={mends.lines.isPending}>{t('listen:mending.give')}</Button></div>
      </form>
      {timed && (
        <form onSubmit={(e) => { e.preventDefault(); void move(true); }}>
          <TextInput label={t('listen:mending.by')} description={t('listen:mending.byHint')} placeholder="1.5" value={by} error={by.trim() !== '' && !seconds ? t('listen:mending.byWrong') : undefined} onChange={(e) => setBy(e.currentTarget.value)} />
          <div className={classes.end}>
            <Button size="xs" variant="default" disabled={!seconds} onClick={() => void move(false)}>{t('listen:mending.moveThese')}</Button>
            <Button type="submit" size="xs" disabled={!seconds} loading={mends.times.isPending}>{t('listen:mending.moveOn')}</Button>
          </div>
        </form>
      )}
    </Card>
  );
}
