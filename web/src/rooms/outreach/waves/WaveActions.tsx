import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { countsQuery, hoursQuery, useWaveChanges } from '../queries';
import { hasStarted, type Step, type Wave, type WaveState } from '../wire';
import { invited } from './counts';

/** What may be done in which state; the first is what a wave waits for. */
const next: Record<WaveState, readonly Step[]> = {
  draft: ['plan'], planning: ['cancel'], planned: ['start', 'plan'], sending: ['pause', 'cancel'], running: ['finish', 'pause', 'cancel'], paused: ['resume', 'finish', 'cancel'], done: [], cancelled: [],
};

/** Plans, starts, pauses and ends a wave; whatever asks people or cannot be taken back asks first. */
export function WaveActions({ wave, onChange }: { wave: Wave; onChange?: () => void }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const toast = useToast();
  const confirm = useConfirm();
  const { step, remove } = useWaveChanges();
  const counts = useQuery({ ...countsQuery(wave), enabled: wave.state === 'planned' }).data;
  const hours = useQuery({ ...hoursQuery(wave), enabled: wave.state === 'planned' && wave.settings.local !== undefined }).data;
  const times = hours?.first && hours.last ? ` ${t('outreach:confirm.start.hours', { first: format.dateTime(hours.first), last: format.dateTime(hours.last) })}` : '';
  const n = counts ? invited(counts) : 0;
  const onError = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const take = (what: Step) => step.mutate({ wave, step: what }, { onError });
  const asked = (what: 'start' | 'finish' | 'cancel') =>
    confirm({ title: t(`outreach:confirm.${what}.title`, { count: n, n: format.number(n), name: wave.name }), text: what === 'start' ? t(`outreach:confirm.start.${wave.settings.by}`) + times : t(`outreach:confirm.${what}.text`), verb: t(`outreach:step.${what}`), onConfirm: () => take(what) });
  const askRemove = () =>
    confirm({
      title: t('outreach:confirm.remove.title', { name: wave.name }), text: t('outreach:confirm.remove.text'), verb: t('outreach:remove'),
      onConfirm: () => remove.mutate(wave, {
        onError,
        onSuccess: () => {
          void navigate({ to: '/outreach', search: { program: wave.program_id } });
          toast({ message: t('outreach:removed', { name: wave.name }) });
        },
      }),
    });
  const busy = step.isPending || remove.isPending;
  return (
    <>
      {next[wave.state].map((what, at) => (
        <Button
          key={what} variant={at === 0 && what !== 'cancel' && what !== 'pause' && what !== 'finish' ? 'filled' : 'default'} disabled={busy || (what === 'start' && n === 0)}
          onClick={() => (what === 'start' || what === 'finish' || what === 'cancel' ? asked(what) : take(what))}
        >
          {what === 'plan' && wave.state === 'planned' ? t('outreach:step.again') : t(`outreach:step.${what}`)}
        </Button>
      ))}
      {onChange && <Button variant="default" disabled={busy} onClick={onChange}>{t('outreach:change')}</Button>}
      {!hasStarted(wave) && wave.state !== 'planning' && <Button variant="default" disabled={busy} onClick={askRemove}>{t('outreach:remove')}</Button>}
    </>
  );
}
