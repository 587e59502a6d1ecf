import { useDebouncedCallback } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type ProblemField } from '@/api/problem';
import { importQuery, importTag, previewQuery } from '../queries';
import type { Import, Mapping, Reading } from '../wire';
import { columnOf } from './changes';

/** A change of the further files of an import, given its id and tag. */
export type JoinChange = (id: string, tag: string) => Promise<Import>;

/**
 * The mapping as it is being changed. Each change is saved a moment later, so
 * that the preview follows; what the server refuses stays here with its errors.
 */
export function useMapping(item: Import) {
  const client = useQueryClient();
  const [mapping, setMapping] = useState(item.mapping);
  const version = useRef(item.version);
  const save = useMutation({
    mutationFn: (next: Mapping) =>
      body(api.PUT('/api/imports/{id}/mapping', { params: { path: { id: item.id }, header: { 'If-Match': importTag({ version: version.current }) } }, body: next })),
    scope: { id: `mapping-${item.id}` },
    onSuccess: async (saved) => {
      version.current = saved.version;
      client.setQueryData(importQuery(item.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: previewQuery(item.id).queryKey });
    },
  });
  // After the last change is saved, for that counts the version on; then the
  // columns are others, and what was set for them goes.
  const anew = async (saved: Import) => {
    version.current = saved.version;
    save.reset();
    setMapping(saved.mapping);
    client.setQueryData(importQuery(item.id).queryKey, saved);
    await client.invalidateQueries({ queryKey: previewQuery(item.id).queryKey });
  };
  const read = useMutation({
    mutationFn: (said: Reading) =>
      body(api.PUT('/api/imports/{id}/reading', { params: { path: { id: item.id }, header: { 'If-Match': importTag({ version: version.current }) } }, body: said })),
    scope: { id: `mapping-${item.id}` },
    onSuccess: anew,
  });
  const join = useMutation({
    mutationFn: (change: JoinChange) => change(item.id, importTag({ version: version.current })),
    scope: { id: `mapping-${item.id}` },
    onSuccess: anew,
  });
  const later = useDebouncedCallback((next: Mapping) => save.mutate(next), 300);

  const problem = save.error ? asProblem(save.error) : null;
  const byColumn = new Map<number, ProblemField[]>();
  const general: ProblemField[] = [];
  for (const field of problem?.fields ?? []) {
    const index = columnOf(field.field);
    if (index === undefined) general.push(field);
    else byColumn.set(index, [...(byColumn.get(index) ?? []), field]);
  }

  return {
    mapping,
    change: (next: Mapping) => {
      setMapping(next);
      later(next);
    },
    /** Saves what stands here now, before the import is started; nothing that waits is saved behind it. */
    saveNow: () => {
      later.cancel();
      return save.mutateAsync(mapping);
    },
    saving: save.isPending,
    /** Reads the file as said and guesses its columns anew. */
    readAs: (said: Reading) => {
      later.flush();
      read.mutate(said);
    },
    /** Changes the further files; the columns are then guessed anew where they are others. */
    joinAs: (change: JoinChange) => {
      later.flush();
      join.mutate(change);
    },
    joining: join.isPending,
    unjoined: join.error,
    trying: read.isPending ? read.variables : undefined,
    unread: read.error,
    problem,
    byColumn,
    general,
  };
}
