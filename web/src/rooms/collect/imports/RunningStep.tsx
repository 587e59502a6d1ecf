import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { Page } from '@/ui/Page';
import { ProgressBar } from '@/ui/ProgressBar';
import { importQuery } from '../queries';
import type { Import } from '../wire';
import classes from './RunningStep.module.css';

/** An import on its way. It goes on without the page, which may be left. */
export function RunningStep({ item }: { item: Import }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => body(api.POST('/api/imports/{id}/cancel', { params: { path: { id: item.id } } })),
    onSuccess: (next) => client.setQueryData(importQuery(item.id).queryKey, next),
  });
  const { done, total } = item.progress;
  const note = total > 0 ? t('collect:running.rows', { done: format.number(done), total: format.number(total) }) : undefined;
  return (
    <Page narrow title={t(item.state === 'undoing' ? 'collect:running.undoing' : 'collect:running.title', { file: item.file.name })} lead={t('collect:running.lead')}>
      <Card>
        <ProgressBar label={t(`collect:state.${item.state}`)} done={done} total={total} note={note} />
        <FormProblem problem={cancel.error ? asProblem(cancel.error) : null} />
        <p className={classes.actions}>
          <Button component={Link} to="/import" variant="default">{t('collect:running.leave')}</Button>
          {item.state !== 'undoing' && <Button variant="subtle" loading={cancel.isPending} onClick={() => cancel.mutate()}>{t('collect:running.stop')}</Button>}
        </p>
      </Card>
    </Page>
  );
}
