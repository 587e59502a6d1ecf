import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** Whether the first owner is still to be made, and whose page this is. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => body(api.GET('/api/setup')),
  staleTime: 60_000,
  meta: { quiet: true },
});

/** What an invitation is for, before it is taken. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => body(api.GET('/api/invitation/{token}', { params: { path: { token } } })),
    retry: false,
    meta: { quiet: true },
  });

/** Where one is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => body(api.GET('/api/sessions')),
});
