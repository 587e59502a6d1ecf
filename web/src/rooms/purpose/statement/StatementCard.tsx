import { Button } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useProgramChanges, type ProgramChange } from '../queries';
import { outcomes, returns, wants, type Program } from '../wire';
import { Choices } from './Choices';
import { Erasure } from './Erasure';
import { Line } from './Line';
import { Owner } from './Owner';
import classes from './Statement.module.css';

/** The program's why, whom it is for, and what it is to change for customers; what comes back stands second. */
export function StatementCard({ program, mayWrite }: { program: Program; mayWrite: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const { change } = useProgramChanges();
  const save = (what: ProgramChange) => change.mutateAsync({ program, change: what });
  const choose = (what: ProgramChange) => save(what).catch((error: unknown) => toast({ message: problemText(t, asProblem(error)) }));

  return (
    <section className={classes.sheet} aria-label={t('purpose:statement.label', { program: program.name })}>
      <div className={classes.top}>
        <Line
          label={t('purpose:program.name')} value={program.name} empty={program.name} mayWrite={mayWrite} maxLength={120} className={classes.name}
          onSave={(name) => save({ name })}
        />
        <State program={program} mayWrite={mayWrite} />
      </div>
      <Line
        label={t('purpose:statement.why')} hint={t('purpose:statement.whyHint')} value={program.why} empty={t(mayWrite ? 'purpose:statement.noWhy' : 'purpose:statement.unsaid')}
        mayWrite={mayWrite} maxLength={4000} long className={classes.why} onSave={(why) => save({ why })}
      />
      <dl className={classes.facts}>
        <div>
          <dt>{t('purpose:statement.population')}</dt>
          <dd>
            <Line
              label={t('purpose:statement.population')} hint={t('purpose:statement.populationHint')} value={program.population}
              empty={t(mayWrite ? 'purpose:statement.noPopulation' : 'purpose:statement.unsaid')} mayWrite={mayWrite} maxLength={1000} long onSave={(population) => save({ population })}
            />
          </dd>
        </div>
        <div>
          <dt>{t('purpose:statement.owner')}</dt>
          <dd><Owner program={program} mayWrite={mayWrite} onSave={(owner_id) => save({ owner_id })} /></dd>
        </div>
      </dl>
      <div className={classes.first}>
        <Choices
          label={t('purpose:outcome.label')} note={t('purpose:outcome.note')} none={t('purpose:outcome.none')} all={outcomes} chosen={program.outcomes} mayWrite={mayWrite}
          name={(o) => t(`purpose:outcome.${o}`)} why={(o) => t(`purpose:outcomeWhy.${o}`)} onChange={(list) => choose({ outcomes: list })}
        />
        <Choices
          label={t('purpose:want.label')} note={t('purpose:want.note')} none={t('purpose:want.none')} all={wants} chosen={program.wants} mayWrite={mayWrite}
          name={(w) => t(`purpose:want.${w}`)} why={(w) => t(`purpose:wantWhy.${w}`)} onChange={(list) => choose({ wants: list })}
        />
      </div>
      <div className={classes.second}>
        <Choices
          quiet label={t('purpose:return.label')} note={t('purpose:return.note')} none={t('purpose:return.none')} all={returns} chosen={program.returns} mayWrite={mayWrite}
          name={(r) => t(`purpose:return.${r}`)} onChange={(list) => choose({ returns: list })}
        />
      </div>
      <div className={classes.second}>
        <Erasure program={program} mayWrite={mayWrite} onChange={choose} />
      </div>
    </section>
  );
}

function State({ program, mayWrite }: { program: Program; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const { start, stop } = useProgramChanges();
  const toast = useToast();
  const [asked, setAsked] = useState(0); // the version that was refused
  const problem = start.error && asked === program.version ? asProblem(start.error) : null;
  const begin = (p: Program) => {
    setAsked(p.version);
    start.mutate(p);
  };
  const end = () => stop.mutate(program, {
    onSuccess: (stopped) => toast({ message: t('purpose:state.stopped', { program: program.name }), undo: () => begin(stopped) }),
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  return (
    <>
      <div className={classes.state}>
        <span className={program.started_at ? classes.on : classes.off}>
          {program.started_at ? t('purpose:state.since', { date: format.date(program.started_at) }) : t('purpose:state.not')}
        </span>
        {mayWrite && !program.started_at && <Button size="xs" loading={start.isPending} onClick={() => begin(program)}>{t('purpose:state.start')}</Button>}
        {mayWrite && program.started_at && <Button size="xs" variant="default" loading={stop.isPending} onClick={end}>{t('purpose:state.stop')}</Button>}
      </div>
      {problem && <div className={classes.problem}><FormProblem problem={problem} /></div>}
    </>
  );
}
