import { Button } from '@mantine/core';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import { interviewStates, type Interview } from '../wire';
import classes from '../Listen.module.css';

/** The way of an interview, where it is on it, and the next step. */
export function StateCard({ interview, may }: { interview: Interview; may: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const { changeInterview } = useListenChanges();
  const attempt = useAttempt();
  const at = interviewStates.indexOf(interview.state);
  const go = (state: Interview['state'] | undefined) => state && void attempt(() => changeInterview.mutateAsync({ interview, change: { state } }));
  // The transcript itself makes an interview transcribed.
  const next = interview.state === 'held' ? undefined : interviewStates.slice(at + 1).find((s) => s !== 'planned');
  const before = at > 0 && at < interviewStates.indexOf('transcribed') ? interviewStates[at - 1] : undefined;
  return (
    <Card title={t('listen:ask.state')} note={[interview.due && t('listen:stateCard.due', { day: format.day(interview.due) }), interview.held_at && t('listen:stateCard.held', { day: format.date(interview.held_at) })].filter(Boolean).join(' · ')}>
      <ol className={classes.steps}>
        {interviewStates.map((s, n) => <li key={s} data-past={n < at || undefined} aria-current={n === at ? 'step' : undefined}>{t(`listen:state.${s}`)}</li>)}
      </ol>
      {interview.overdue && <p className={classes.late}>{t('listen:stateCard.overdue')}</p>}
      {may && (
        <div className={classes.end}>
          {before && <Button variant="subtle" onClick={() => go(before)}>{t('listen:stateCard.back', { state: t(`listen:state.${before}`) })}</Button>}
          {next && <Button loading={changeInterview.isPending} onClick={() => go(next)}>{t(`listen:stateCard.to.${next}`)}</Button>}
        </div>
      )}
    </Card>
  );
}
