import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '../confirm';
import { problemText } from '../problemText';
import { useSampleChange, useSamples } from './samples';

/** Takes the sample that a program belongs to away again, after asking; where it has gone, home is next. */
export function RemoveSample({ program }: { program: string }) {
  const { t, i18n } = useText();
  const allowed = useMay('import.run');
  const confirm = useConfirm();
  const toast = useToast();
  const navigate = useNavigate();
  const samples = useSamples(allowed);
  const { remove } = useSampleChange();
  const sample = samples.data?.items.find((s) => s.program_id === program);
  const going = sample?.state === 'removing';
  const was = useRef(false);
  useEffect(() => {
    if (was.current && samples.data && !sample) {
      toast({ message: t('samples:removed') });
      void navigate({ to: '/', search: {} });
    }
    was.current = going;
  }, [going, sample, samples.data, toast, t, navigate]);
  if (!allowed || !sample) return null;
  const name = sample.name[i18n.language.startsWith('fr') ? 'fr' : 'en'];
  return (
    <Button
      variant="default" size="xs" loading={remove.isPending || going}
      onClick={() => confirm({
        title: t('samples:removeTitle', { name }), text: t('samples:removeText'), verb: t('samples:remove'),
        onConfirm: () => remove.mutate(sample.key, { onError: (error) => toast({ message: problemText(t, asProblem(error)) }) }),
      })}
    >
      {t('samples:removeShort')}
    </Button>
  );
}
