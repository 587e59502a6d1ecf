import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type Sample = components['schemas']['Sample'];
export type SampleKey = Sample['key'];

export const underWay = (s: Pick<Sample, 'state'>) => s.state === 'loading' || s.state === 'removing';

const samplesQuery = queryOptions({
  queryKey: ['samples'],
  queryFn: () => body(api.GET('/api/samples')),
  refetchInterval: (query) => (query.state.data?.items.some(underWay) ? 1000 : false),
});

/** The samples as they stand; when one has come or gone, all else is read anew. */
export function useSamples(enabled = true) {
  const client = useQueryClient();
  const samples = useQuery({ ...samplesQuery, enabled });
  const states = samples.data?.items.map((s) => `${s.key} ${s.state}`).join() ?? '';
  const before = useRef('');
  useEffect(() => {
    if (before.current && states && before.current !== states) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'samples' });
    before.current = states;
  }, [client, states]);
  return samples;
}

/** Loads a sample, or takes it away. */
export function useSampleChange() {
  const client = useQueryClient();
  const settled = () => void client.invalidateQueries({ queryKey: samplesQuery.queryKey });
  const load = useMutation({
    mutationFn: (key: SampleKey) => body(api.POST('/api/samples/{key}', { params: { path: { key } } })),
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: (key: SampleKey) => body(api.DELETE('/api/samples/{key}', { params: { path: { key } } })),
    onSettled: settled,
  });
  return { load, remove };
}
