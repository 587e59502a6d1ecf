import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useState, useSyncExternalStore } from 'react';
import { api, body } from '@/api/client';
import type { Draft } from './draft';
import { begun, stepped, type History, type Step } from './history';
import { Saver, type Saving } from './saver';
import { surveyQuery } from './queries';
import type { Survey } from './wire';

export interface Building {
  draft: Draft;
  history: History<Draft>;
  /** Changes the draft; steps about the same thing are undone together. */
  change: (to: Draft, about?: string) => void;
  undo: () => void;
  redo: () => void;
  saving: Saving;
  /** Version of what is kept. */
  version: number;
  retry: () => void;
}

/** A draft that is worked on: with undo, and kept as it is written. */
export function useBuilding(survey: Survey, first: Draft): Building {
  const client = useQueryClient();
  const [saver] = useState(() => {
    let version = survey.version;
    return new Saver<Draft>(async (draft) => {
      const kept = await body(api.PUT('/api/surveys/{id}/draft', { params: { path: { id: survey.id }, header: { 'If-Match': `"${version}"` } }, body: draft }));
      version = kept.version;
      client.setQueryData(surveyQuery(survey.id).queryKey, kept);
    });
  });
  const [history, step] = useReducer(stepped<Draft>, first, begun<Draft>);
  const version = useQuery(surveyQuery(survey.id)).data?.version ?? survey.version;
  const saving = useSyncExternalStore(saver.subscribe, saver.saving);
  const take = (next: Step<Draft>) => {
    const now = stepped(history, next).now;
    if (now === history.now) return;
    step(next);
    saver.offer(now);
  };
  useEffect(() => {
    return () => {
      void saver.flush(); // leaving keeps what was written last
    };
  }, [saver]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!saver.saving().kept) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [saver]);
  return {
    draft: history.now, history, saving, version,
    change: (to, about) => take({ do: to, about }),
    undo: () => take('undo'),
    redo: () => take('redo'),
    retry: () => void saver.flush(),
  };
}
