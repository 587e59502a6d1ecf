import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { useGroundChanges } from '../queries';
import type { Ground } from '../wire';
import classes from './Ground.module.css';

/** Writes down why a measure is followed that rests on no finding. Who writes it stays beside it. */
export function ReasonForm({ ground, onClose }: { ground: Ground; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const form = useForm({ initialValues: { text: ground.reason?.text ?? '' } });
  const server = useServerForm(form);
  const { reason } = useGroundChanges();
  const save = (text: string) =>
    server.send(async () => {
      await reason.mutateAsync({ ground, text });
      toast({ message: t(text ? 'measure:reason.done' : 'measure:reason.gone') });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v.text))}>
      <FormProblem problem={server.problem} />
      <Textarea label={t('measure:reason.label')} description={t('measure:reason.hint')} autosize minRows={2} maxLength={1000} {...form.getInputProps('text')} />
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={form.values.text.trim().length < 10}>{t('measure:reason.keep')}</Button>
        {ground.reason && <Button size="xs" variant="default" onClick={() => void save('')}>{t('measure:reason.remove')}</Button>}
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
