import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { nameOf } from '../customers/CustomersTable';
import type { Subject } from '../queries';
import type { Party } from '../wire';

const touched = ['customer', 'customers', 'account', 'accounts', 'duplicates', 'merges', 'contacts', 'timeline', 'notes', 'party-traits', 'account-scores', 'scores-of-account', 'last-answered'];

const calls = {
  customers: {
    merge: (id: string, into: string) => body(api.POST('/api/customers/{id}/merge', { params: { path: { id } }, body: { into } })),
    apart: (path: { id: string; other: string }) => api.PUT('/api/customers/{id}/apart/{other}', { params: { path } }),
    together: (path: { id: string; other: string }) => api.DELETE('/api/customers/{id}/apart/{other}', { params: { path } }),
  },
  accounts: {
    merge: (id: string, into: string) => body(api.POST('/api/accounts/{id}/merge', { params: { path: { id } }, body: { into } })),
    apart: (path: { id: string; other: string }) => api.PUT('/api/accounts/{id}/apart/{other}', { params: { path } }),
    together: (path: { id: string; other: string }) => api.DELETE('/api/accounts/{id}/apart/{other}', { params: { path } }),
  },
} as const;

/** The sentences about persons who are one, and about firms that are. */
export const sayingsOf = (of: Subject) => (of === 'customers' ? 'same' : 'firm');

/** Merging two customers or two accounts, saying that they are not the same, and undoing both; what shows them is read anew. */
export function useMerging(of: Subject) {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const says = sayingsOf(of);
  const work = async (call: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await call();
      await Promise.all(touched.map((key) => cache.invalidateQueries({ queryKey: [key] })));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const undo = (id: string) => void work(() => api.POST('/api/merges/{id}/undo', { params: { path: { id } } }));
  return {
    problem,
    undo,
    merge: (gone: Party, kept: Party) =>
      confirm({
        title: t(`people:${says}.ask`, { gone: nameOf(gone), kept: nameOf(kept) }), text: t(`people:${says}.askWhy`), verb: t(`people:${says}.merge`),
        onConfirm: () => void work(async () => {
          const done = await calls[of].merge(gone.id, kept.id);
          toast({ message: t(`people:${says}.done`, { gone: nameOf(gone) }), undo: () => undo(done.id) });
        }),
      }),
    apart: (a: Party, b: Party) => {
      const path = { id: a.id, other: b.id };
      void work(async () => {
        await calls[of].apart(path);
        toast({ message: t(`people:${says}.apartDone`, { a: nameOf(a), b: nameOf(b) }), undo: () => void work(() => calls[of].together(path)) });
      });
    },
  };
}
