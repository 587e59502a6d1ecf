import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import type { Indicator } from '../wire';

export const indicatorsQuery = (program: string) =>
  queryOptions({
    queryKey: ['indicators', program],
    queryFn: () => body(api.GET('/api/indicators', { params: { query: { program_id: program } } })),
  });

/** Where an indicator stands in each unit, page after page; the whole organisation first. */
export const unitPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['indicator', id, 'units'],
    queryFn: ({ pageParam }) => body(api.GET('/api/indicators/{id}/units', { params: { path: { id }, query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

/** The latest values of a unit, or of the whole where none is named. */
export const seriesQuery = (id: string, unit?: string) =>
  queryOptions({
    queryKey: ['indicator', id, 'values', unit],
    queryFn: () => body(api.GET('/api/indicators/{id}/values', { params: { path: { id }, query: { of: unit || undefined, limit: 60 } } })),
  });

export const correctionPages = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['indicator', id, 'corrections'],
    queryFn: ({ pageParam }) => body(api.GET('/api/indicators/{id}/corrections', { params: { path: { id }, query: { limit: 20, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export type NewIndicator = paths['/api/indicators']['post']['requestBody']['content']['application/json'];
export type IndicatorChange = paths['/api/indicators/{id}']['patch']['requestBody']['content']['application/json'];

/** Defining, changing and removing indicators, and taking files of values in. */
export function useIndicatorChanges(program: string) {
  const client = useQueryClient();
  const onSuccess = () => Promise.all([client.invalidateQueries({ queryKey: ['indicators', program] }), client.invalidateQueries({ queryKey: ['indicator'] })]);
  return {
    create: useMutation({ mutationFn: (i: NewIndicator) => body(api.POST('/api/indicators', { body: i })), onSuccess }),
    change: useMutation({
      mutationFn: ({ indicator, change }: { indicator: Indicator; change: IndicatorChange }) =>
        body(api.PATCH('/api/indicators/{id}', { params: { path: { id: indicator.id }, header: { 'If-Match': `"${indicator.version}"` } }, body: change })),
      onSuccess, onError: onSuccess,
    }),
    remove: useMutation({ mutationFn: (i: Indicator) => body(api.DELETE('/api/indicators/{id}', { params: { path: { id: i.id } } })), onSuccess }),
    take: useMutation({
      mutationFn: ({ file, dry }: { file: File; dry: boolean }) =>
        body(api.POST('/api/indicator-values', {
          params: { query: { program_id: program, dry } }, body: file as never, bodySerializer: (f: unknown) => f as File, headers: { 'Content-Type': 'text/csv' },
        })),
      onSuccess: (_, { dry }) => (dry ? undefined : onSuccess()),
    }),
  };
}
