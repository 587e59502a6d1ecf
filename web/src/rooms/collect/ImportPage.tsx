import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { ResultStep } from './imports/ResultStep';
import { RunningStep } from './imports/RunningStep';
import { MappingStep } from './mapping/MappingStep';
import { importQuery, isBusy } from './queries';

/** One import at whatever stage it is: being set up, on its way, or done. */
export function ImportPage() {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(importQuery(id));
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  if (query.data.state === 'ready') return <MappingStep key={id} item={query.data} />;
  return isBusy(query.data.state) ? <RunningStep item={query.data} /> : <ResultStep item={query.data} />;
}
