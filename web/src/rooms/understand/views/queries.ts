import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type View = components['schemas']['SavedView'];
export type NewView = components['schemas']['NewSavedView'];
export type ViewChange = components['schemas']['SavedViewChange'];

export const viewsQuery = (program?: string) =>
  queryOptions({
    queryKey: ['views', program],
    queryFn: () => body(api.GET('/api/views', { params: { query: { program } } })),
  });

export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: ['view', id],
    queryFn: () => body(api.GET('/api/views/{id}', { params: { path: { id } } })),
  });

export type Mailing = components['schemas']['Mailing'];

export const mailingQuery = (id: string) =>
  queryOptions({
    queryKey: ['mailing', id],
    queryFn: () => body(api.GET('/api/views/{id}/mailing', { params: { path: { id } } })),
  });

export const setMailing = (id: string, mailing: Pick<Mailing, 'rhythm' | 'language'> & { language: 'en' | 'fr' }) =>
  body(api.PUT('/api/views/{id}/mailing', { params: { path: { id } }, body: mailing }));

const etag = (view: View) => `"${view.version}"`;

/** Saving, changing and removing views; the lists follow. */
export function useViewChanges() {
  const client = useQueryClient();
  const onSuccess = async () => {
    await Promise.all([client.invalidateQueries({ queryKey: ['views'] }), client.invalidateQueries({ queryKey: ['view'] })]);
  };
  return {
    save: useMutation({ mutationFn: (view: NewView) => body(api.POST('/api/views', { body: view })), onSuccess }),
    change: useMutation({
      mutationFn: ({ view, change }: { view: View; change: ViewChange }) =>
        body(api.PATCH('/api/views/{id}', { params: { path: { id: view.id }, header: { 'If-Match': etag(view) } }, body: change })),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (view: View) => body(api.DELETE('/api/views/{id}', { params: { path: { id: view.id }, header: { 'If-Match': etag(view) } } })),
      onSuccess,
    }),
  };
}
