import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { writer } from '@/ui/figures';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { progressQuery, useObjectiveChanges } from '../queries';
import type { Measure, Objective, Program } from '../wire';
import type { Editing } from './ObjectivesCard';
import { useWhereWords } from './useWhereWords';
import { VerdictMark } from './VerdictMark';
import { Way } from './Way';
import classes from './Objectives.module.css';

interface ObjectiveRowProps {
  objective: Objective;
  /** Absent where the measure is gone. */
  measure?: Measure;
  program: Program;
  mayWrite: boolean;
  onEdit: (editing: Editing) => void;
}

/** One objective: what it measures, from where to where by when, and how far it has come. */
export function ObjectiveRow({ objective, measure, program, mayWrite, onEdit }: ObjectiveRowProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const maySee = useMay('figure.read');
  const { remove, restore } = useObjectiveChanges(program.id);
  const progress = useQuery({ ...progressQuery(objective), enabled: maySee && !!measure });
  const among = useWhereWords(program.id)(objective.where);
  const wrong = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const takeOut = () => remove.mutate(objective, {
    onSuccess: () => toast({ message: t('purpose:objective.removed', { name: objective.name }), undo: () => restore.mutate(objective.id, { onError: wrong }) }),
    onError: wrong,
  });
  const target = measure ? writer(format, measure.unit)(objective.target) : format.number(objective.target, 1);

  return (
    <div className={classes.row}>
      <div className={classes.rowHead}>
        <h3 className={classes.rowName}>{objective.name}</h3>
        {progress.data && <VerdictMark progress={progress.data} />}
      </div>
      <p className={classes.about}>
        <span className={classes.outcome}>{t(`purpose:outcome.${objective.outcome}`)}</span>
        {measure
          ? <Link to="/understand" search={{ program: program.id, measure: measure.id, where: objective.where.length > 0 ? objective.where : undefined }}>{measure.name}</Link>
          : t('purpose:objective.measureGone')}
        <span>{among || t('purpose:objective.everybody')}</span>
        {!progress.data && <span>{t('purpose:objective.by', { target, date: format.day(objective.due) })}</span>}
      </p>
      {progress.isError && <p className={classes.soft}>{problemText(t, asProblem(progress.error))}</p>}
      {progress.isPending && maySee && measure && <p className={classes.soft}>{t('ui:loading')}</p>}
      {progress.data && <Way objective={objective} progress={progress.data} />}
      {mayWrite && (
        <Group gap={4} className={classes.do}>
          <Button variant="subtle" size="compact-xs" aria-label={t('purpose:objective.changeOf', { name: objective.name })} onClick={() => onEdit({ objective })}>{t('purpose:objective.change')}</Button>
          <Button variant="subtle" size="compact-xs" aria-label={t('purpose:objective.belowOf', { name: objective.name })} onClick={() => onEdit({ parent: objective.id })}>{t('purpose:objective.below')}</Button>
          <Button variant="subtle" size="compact-xs" loading={remove.isPending} aria-label={t('purpose:objective.removeOf', { name: objective.name })} onClick={takeOut}>{t('purpose:objective.remove')}</Button>
        </Group>
      )}
    </div>
  );
}
