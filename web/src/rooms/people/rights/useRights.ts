import { useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { useAnswered } from './queries';

/** What may be done for a person in their own right, but for erasing, which has a dialog of its own. */
export function useRights(id: string) {
  const { t } = useText();
  const confirm = useConfirm();
  const toast = useToast();
  const answered = useAnswered();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [working, setWorking] = useState(false);
  const params = { path: { id } };
  const work = async (call: () => Promise<unknown>, message: string) => {
    setProblem(null);
    setWorking(true);
    try {
      await call();
      await answered();
      toast({ message });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setWorking(false);
    }
  };
  return {
    problem,
    working,
    take: () =>
      void work(async () => {
        const { data } = await api.GET('/api/customers/{id}/data', { params, parseAs: 'blob' });
        if (data) save(data as unknown as Blob);
      }, t('people:rights.taken')),
    restrict: () =>
      confirm({
        title: t('people:rights.restrictAsk'), text: t('people:rights.restrictWhy'), verb: t('people:rights.restrict'),
        onConfirm: () => void work(() => api.POST('/api/customers/{id}/restriction', { params, body: { reason: 'asked' } }), t('people:rights.restricted')),
      }),
    release: () => void work(() => api.DELETE('/api/customers/{id}/restriction', { params }), t('people:rights.released')),
  };
}

function save(file: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'person.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
