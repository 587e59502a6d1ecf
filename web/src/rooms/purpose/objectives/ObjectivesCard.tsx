import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { measuresQuery, objectivesQuery } from '../queries';
import type { Measure, Objective, Program } from '../wire';
import { Branches } from './Branches';
import { MeasuresApart } from './MeasuresApart';
import { ObjectiveForm } from './ObjectiveForm';
import { apart, treeOf } from './tree';
import classes from './Objectives.module.css';

/** What the form begins with: an objective to change, or what a new one serves or measures. */
export interface Editing {
  objective?: Objective;
  parent?: string;
  measure?: string;
}

/** From the purpose to its objectives to their measures, each with how far it has come; below, what serves none. */
export function ObjectivesCard({ program, mayWrite }: { program: Program; mayWrite: boolean }) {
  const { t } = useText();
  const objectives = useQuery(objectivesQuery(program.id));
  const measures = useQuery(measuresQuery(program.id));
  const [editing, setEditing] = useState<Editing | null>(null);
  const failed = [objectives, measures].find((q) => q.isError);
  const items = objectives.data?.items ?? [];
  const known: readonly Measure[] = measures.data?.items ?? [];
  const ready = objectives.isSuccess && measures.isSuccess;
  const set = mayWrite && known.length > 0 && <Button size="xs" onClick={() => setEditing({})}>{t('purpose:objective.add')}</Button>;

  return (
    <>
      <Card title={t('purpose:objectives.title')} note={t('purpose:objectives.note')} actions={items.length > 0 && set}>
        {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
        {!failed && !ready && <Loading />}
        {ready && items.length === 0 && (
          <EmptyState title={t('purpose:objectives.none')} action={set}>
            {t(known.length > 0 ? 'purpose:objectives.noneWhy' : 'purpose:objectives.noMeasure')}
          </EmptyState>
        )}
        {ready && items.length > 0 && (
          <>
            <p className={classes.root}>{program.why || program.name}</p>
            <Branches branches={treeOf(items)} measures={known} mayWrite={mayWrite} onEdit={setEditing} program={program} />
          </>
        )}
      </Card>
      {ready && <MeasuresApart measures={apart(known, items)} any={items.length > 0} program={program} mayWrite={mayWrite} onSet={(measure) => setEditing({ measure })} />}
      {editing && <ObjectiveForm editing={editing} program={program} objectives={items} measures={known} onClose={() => setEditing(null)} />}
    </>
  );
}
