import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { paths } from '@/api/schema';
import type { RegisterSearch } from './search';
import type { Channel, Stage, Touchpoint } from './wire';

export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
});

export const measuresQuery = (program: string) =>
  queryOptions({
    queryKey: ['measures', program],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { program_id: program, limit: 200 } } })),
  });

export const registerQuery = (program: string, { stage, channel, nature, owner, lacks, q }: RegisterSearch = {}) =>
  queryOptions({
    queryKey: ['register', program, { stage, channel, nature, owner, lacks, q }],
    queryFn: () => body(api.GET('/api/register', { params: { query: { program, stage, channel, nature, owner, lacks, q } } })),
    placeholderData: keepPreviousData,
    enabled: !!program,
  });

export const questionQuery = (program: string, name: string) =>
  queryOptions({
    queryKey: ['register-question', program, name],
    queryFn: () => body(api.GET('/api/register/question', { params: { query: { program, name } } })),
  });

export const expectationsQuery = (touchpoint: string) =>
  queryOptions({
    queryKey: ['expectations', touchpoint],
    queryFn: () => body(api.GET('/api/touchpoints/{id}/expectations', { params: { path: { id: touchpoint } } })),
  });

export const conformanceQuery = (touchpoint: string, version: number) =>
  queryOptions({
    queryKey: ['conformance', touchpoint, version],
    queryFn: () => body(api.GET('/api/touchpoints/{id}/conformance', { params: { path: { id: touchpoint } } })),
  });

type Body<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
export type NewTouchpoint = Body<'/api/touchpoints', 'post'>;
export type TouchpointChange = Body<'/api/touchpoints/{id}', 'patch'>;
export type NewExpectation = Body<'/api/touchpoints/{id}/expectations', 'post'>;
export type InteractionChange = Body<'/api/register/interaction', 'patch'>;

const tag = (item: { version: number }) => ({ 'If-Match': `"${item.version}"` });

interface Edit {
  touchpoint: Touchpoint;
  change?: TouchpointChange;
  expectation?: NewExpectation | null;
}

/** Changes a touchpoint and then what is expected there, each on the version that the one before made. */
async function edit({ touchpoint, change, expectation }: Edit): Promise<void> {
  const params = (version: number) => ({ path: { id: touchpoint.id }, header: tag({ version }) });
  let version = touchpoint.version;
  if (change) version = (await body(api.PATCH('/api/touchpoints/{id}', { params: params(version), body: change }))).version;
  if (expectation) await body(api.POST('/api/touchpoints/{id}/expectations', { params: params(version), body: expectation }));
  if (expectation === null) await body(api.DELETE('/api/touchpoints/{id}/expectations', { params: params(version) }));
}

/** What changes the register; all that shows it follows, also where somebody else was first. */
export function useRegisterChanges() {
  const client = useQueryClient();
  const follow = () => Promise.all([
    client.invalidateQueries({ queryKey: ['register'] }), client.invalidateQueries({ queryKey: ['expectations'] }), client.invalidateQueries({ queryKey: ['conformance'] }),
  ]).then(() => undefined);
  const settled = { onSuccess: follow, onError: follow };
  return {
    edit: useMutation({ mutationFn: edit, ...settled }),
    add: useMutation({ mutationFn: (touchpoint: NewTouchpoint) => body(api.POST('/api/touchpoints', { body: touchpoint })), ...settled }),
    remove: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/touchpoints/{id}', { params: { path: { id } } })), ...settled }),
    restore: useMutation({ mutationFn: (id: string) => body(api.POST('/api/touchpoints/{id}/restore', { params: { path: { id } } })), ...settled }),
    interaction: useMutation({ mutationFn: (change: InteractionChange) => body(api.PATCH('/api/register/interaction', { body: change })), ...settled }),
    addChannel: useMutation({ mutationFn: (channel: Body<'/api/channels', 'post'>) => body(api.POST('/api/channels', { body: channel })), ...settled }),
    changeChannel: useMutation({
      mutationFn: ({ channel, change }: { channel: Channel; change: Body<'/api/channels/{id}', 'patch'> }) =>
        body(api.PATCH('/api/channels/{id}', { params: { path: { id: channel.id }, header: tag(channel) }, body: change })), ...settled,
    }),
    removeChannel: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/channels/{id}', { params: { path: { id } } })), ...settled }),
    addStage: useMutation({ mutationFn: (stage: Body<'/api/stages', 'post'>) => body(api.POST('/api/stages', { body: stage })), ...settled }),
    changeStage: useMutation({
      mutationFn: ({ stage, change }: { stage: Stage; change: Body<'/api/stages/{id}', 'patch'> }) =>
        body(api.PATCH('/api/stages/{id}', { params: { path: { id: stage.id }, header: tag(stage) }, body: change })), ...settled,
    }),
    removeStage: useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/stages/{id}', { params: { path: { id } } })), ...settled }),
  };
}

/** Brings a workbook in: what it would change, or with the mark of that plan the change itself. */
export function useBringing(program: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, match, remove }: { file: File; match?: string; remove: boolean }) =>
      body(api.POST('/api/register/import', {
        params: { query: { program, match, remove } }, body: file as unknown as string, bodySerializer: (raw) => raw as unknown as BodyInit,
        headers: { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
      })),
    onSuccess: (plan) => (plan.applied ? client.invalidateQueries({ queryKey: ['register'] }) : undefined),
  });
}

/** Where the register is to be had as a workbook. */
export const exportPath = (program: string, language: string) => `/api/register/export?program=${encodeURIComponent(program)}&lang=${language === 'fr' ? 'fr' : 'en'}`;
