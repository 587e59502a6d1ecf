import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { GroundMark } from '../ground/GroundMark';
import { MeasureRow } from '../ground/MeasureRow';
import { groundQuery } from '../queries';
import type { Measure } from '../wire';
import ground from '../ground/Ground.module.css';

/** What a measure rests on today, and what can be put under it. */
export function GroundCard({ measure, mayWrite }: { measure: Measure; mayWrite: boolean }) {
  const { t } = useText();
  const query = useQuery(groundQuery(measure.id));
  const state = query.data?.state;
  return (
    <Card title={t('measure:tab.ground')} note={state && <span className={ground.group}><GroundMark state={state} />{t(`measure:stateNow.${state}`)}</span>}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && <ul className={ground.rows}><MeasureRow ground={query.data} open={false} mayWrite={mayWrite} /></ul>}
    </Card>
  );
}
