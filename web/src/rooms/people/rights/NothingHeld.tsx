import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import classes from '../People.module.css';
import { matching, type Right } from './queries';

/** Answers somebody who is not known: nothing is held about them. What they were told is kept. */
export function NothingHeld({ right, onClose }: { right: Right; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { told: t('people:rights.nothingText') } });
  const server = useServerForm(form);
  const answer = ({ told }: typeof form.values) =>
    server.send(async () => {
      await api.POST('/api/rights/{id}/nothing', { params: { path: { id: right.id }, header: matching(right) }, body: { told } });
      await cache.invalidateQueries({ queryKey: ['rights'] });
      toast({ message: t('people:rights.nothingDone') });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void answer(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <Textarea className={classes.whole} label={t('people:rights.told')} description={t('people:rights.nothingHint')} required autosize minRows={2} maxLength={4000} {...form.getInputProps('told')} />
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={!form.values.told.trim()}>{t('people:rights.nothing')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
