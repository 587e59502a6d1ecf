import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { strataQuery } from '../queries';
import type { Wave } from '../wire';
import { EstimateTable } from './EstimateTable';

/** What the sample of a planned wave comes to. */
export function StrataCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const query = useQuery(strataQuery(wave));
  return (
    <Card title={t('outreach:estimate.title')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && <EstimateTable estimate={query.data} sample={wave.settings.sample} />}
    </Card>
  );
}
