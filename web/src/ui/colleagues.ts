import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

export const colleaguesQuery = (q: string) =>
  queryOptions({
    queryKey: ['colleagues', q],
    queryFn: () => body(api.GET('/api/colleagues', { params: { query: { q, limit: 50 } } })),
    placeholderData: keepPreviousData,
  });
