import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useAttempt } from '../useAttempt';
import type { MendChanges, Speaks } from './queries';
import classes from '../Listen.module.css';
import own from './Mending.module.css';

interface MendSpeakersProps {
  speakers: readonly Speaks[];
  mends: MendChanges;
  may: boolean;
}

/** Who speaks: another name, one name for two, and who leads the interview. */
export function MendSpeakers({ speakers, mends, may }: MendSpeakersProps) {
  const { t } = useText();
  const format = useFormat();
  const attempt = useAttempt();
  const [said, setSaid] = useState(() => speakers.map((s) => ({ name: s.name, as: s.name, interviewer: s.interviewer })));
  const change = (at: number, part: Partial<(typeof said)[number]>) => setSaid(said.map((s, n) => (n === at ? { ...s, ...part } : s)));
  const changed = said.filter((s, n) => s.as.trim() !== s.name || s.interviewer !== speakers[n]?.interviewer);
  const names = said.map((s) => s.as.trim());
  const joined = names.filter((name, n) => names.indexOf(name) !== n);
  // Two that become one agree on whether they lead the interview: as the first of them.
  const sent = changed.map((s) => ({ ...s, interviewer: said.find((o) => o.as.trim() === s.as.trim())?.interviewer ?? s.interviewer }));
  return (
    <Card title={t('listen:mending.speakers')} note={t('listen:mending.speakersNote')}>
      <ul className={classes.list}>
        {speakers.map((s, n) => (
          <li key={s.name} className={own.speaker}>
            <TextInput size="xs" disabled={!may} label={s.name || t('listen:steps.unnamed')} description={t('listen:mending.says', { count: s.lines ?? 0, n: format.number(s.lines ?? 0), first: s.first })} value={said[n]?.as ?? ''} onChange={(e) => change(n, { as: e.currentTarget.value })} />
            <Checkbox size="xs" disabled={!may} label={t('listen:steps.interviews')} checked={said[n]?.interviewer ?? false} onChange={(e) => change(n, { interviewer: e.currentTarget.checked })} />
          </li>
        ))}
      </ul>
      {joined.length > 0 && <p className={classes.closed} role="status">{t('listen:mending.joins', { name: joined[0] })}</p>}
      {may && (
        <div className={classes.end}>
          <Button size="xs" disabled={changed.length === 0} loading={mends.speakers.isPending} onClick={() => void attempt(() => mends.speakers.mutateAsync(sent))}>{t('listen:save')}</Button>
        </div>
      )}
    </Card>
  );
}
