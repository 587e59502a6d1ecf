import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { programsQuery } from '../queries';

/** Takes the invented sample away again, after asking. */
export function RemoveSample() {
  const { t } = useText();
  const allowed = useMay('import.run');
  const confirm = useConfirm();
  const toast = useToast();
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/sample')),
    onSuccess: async () => {
      // First away from the figures that are gone, then all else is read anew.
      client.setQueryData(programsQuery.queryKey, (known) => known && { ...known, items: known.items.filter((p) => !p.synthetic) });
      await navigate({ to: '/', search: {} });
      toast({ message: t('understand:sample.removed') });
      void client.invalidateQueries();
    },
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  if (!allowed) return null;
  return (
    <Button
      variant="default" size="xs" loading={remove.isPending}
      onClick={() => confirm({ title: t('understand:sample.title'), text: t('understand:sample.text'), verb: t('understand:sample.verb'), onConfirm: () => remove.mutate() })}
    >
      {t('understand:sample.remove')}
    </Button>
  );
}
