import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { nameOf } from '../customers/CustomersTable';
import type { Customer } from '../wire';

const touched = ['customer', 'customers', 'duplicates', 'merges', 'contacts', 'timeline', 'party-traits', 'account-scores', 'scores-of-account'];

/** Merging two customers, saying that they are not the same, and undoing both; what shows them is read anew. */
export function useMerging() {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
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
    merge: (gone: Customer, kept: Customer) =>
      confirm({
        title: t('people:same.ask', { gone: nameOf(gone), kept: nameOf(kept) }), text: t('people:same.askWhy'), verb: t('people:same.merge'),
        onConfirm: () => void work(async () => {
          const done = await body(api.POST('/api/customers/{id}/merge', { params: { path: { id: gone.id } }, body: { into: kept.id } }));
          toast({ message: t('people:same.done', { gone: nameOf(gone) }), undo: () => undo(done.id) });
        }),
      }),
    apart: (a: Customer, b: Customer) => {
      const path = { id: a.id, other: b.id };
      void work(async () => {
        await api.PUT('/api/customers/{id}/apart/{other}', { params: { path } });
        toast({ message: t('people:same.apartDone', { a: nameOf(a), b: nameOf(b) }), undo: () => void work(() => api.DELETE('/api/customers/{id}/apart/{other}', { params: { path } })) });
      });
    },
  };
}
