import { Button, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import classes from '../People.module.css';
import { grounds, matching, type Refusal, type Right } from './queries';

/** Says no to a request: on which ground, and what the person was told. */
export function RefuseRequest({ right, onClose }: { right: Right; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { reason: null as Refusal | null, told: '' } });
  const server = useServerForm(form);
  const refuse = ({ reason, told }: typeof form.values) =>
    server.send(async () => {
      if (!reason) return;
      await api.POST('/api/rights/{id}/refusal', { params: { path: { id: right.id }, header: matching(right) }, body: { reason, told } });
      await cache.invalidateQueries({ queryKey: ['rights'] });
      toast({ message: t('people:rights.refused') });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void refuse(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <Select
        className={classes.whole} label={t('people:rights.ground')} required data={grounds.map((g) => ({ value: g, label: t(`people:rights.grounds.${g}`) }))} {...form.getInputProps('reason')}
      />
      <Textarea className={classes.whole} label={t('people:rights.told')} description={t('people:rights.toldHint')} required autosize minRows={2} maxLength={4000} {...form.getInputProps('told')} />
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={!form.values.reason || !form.values.told.trim()}>{t('people:rights.refuse')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
