import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import classes from '../People.module.css';
import { instantOf, matching, type Right, type Way } from './queries';
import { RequestFields, type RequestValues } from './RequestFields';

/** What was written down of an open request, to be changed where it stands. */
export function ChangeRequest({ right, onClose }: { right: Right; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const form = useForm<RequestValues>({
    initialValues: { due_at: right.due_at.slice(0, 10), came_by: right.came_by ?? '', asked_by: right.asked_by ?? '', identity: right.identity ?? '', notes: right.notes ?? '' },
  });
  const server = useServerForm(form);
  const save = (v: RequestValues) =>
    server.send(async () => {
      await api.PATCH('/api/rights/{id}', {
        params: { path: { id: right.id }, header: matching(right) },
        body: { asked_by: v.asked_by, identity: v.identity, notes: v.notes, came_by: (v.came_by ?? '') as Way | '', due_at: v.due_at === right.due_at.slice(0, 10) ? undefined : instantOf(v.due_at) },
      });
      await cache.invalidateQueries({ queryKey: ['rights'] });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <RequestFields form={form} />
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending}>{t('people:save')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
