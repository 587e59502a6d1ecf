import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { ProgressBar } from '@/ui/ProgressBar';
import { importQuery } from '../queries';
import { uploadFile } from '../upload';

/** Takes a file and goes on to how it will be read. */
export function Upload() {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(file, undefined, setSent),
    onMutate: () => setSent(0),
    onSuccess: async (item) => {
      client.setQueryData(importQuery(item.id).queryKey, item);
      await navigate({ to: '/import/$id', params: { id: item.id } });
    },
  });
  return (
    <>
      {upload.isPending ? (
        <ProgressBar
          label={t(sent < 1 ? 'collect:upload.sending' : 'collect:upload.reading', { file: upload.variables.name })}
          done={sent < 1 ? sent : 0} total={sent < 1 ? 1 : 0} note={sent < 1 ? format.percent(sent) : undefined}
        />
      ) : (
        <FileDrop accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.parquet,.xes,.gz,text/csv,text/tab-separated-values" onFile={(file) => upload.mutate(file)}>
          {t('collect:upload.what')}
        </FileDrop>
      )}
      <FormProblem problem={upload.error ? asProblem(upload.error) : null} />
    </>
  );
}
