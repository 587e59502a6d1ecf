import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import classes from '../People.module.css';
import { CustomerSelect } from './CustomerSelect';
import { matching, type Right } from './queries';

/** Says who somebody is who asked and was not known then. */
export function NameRequest({ right, onClose }: { right: Right; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { customer_key: '' } });
  const server = useServerForm(form);
  const name = (body: typeof form.values) =>
    server.send(async () => {
      await api.PUT('/api/rights/{id}/customer', { params: { path: { id: right.id }, header: matching(right) }, body });
      await cache.invalidateQueries({ queryKey: ['rights'] });
      toast({ message: t('people:rights.named') });
      onClose();
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit((v) => void name(v))}>
      {server.problem && <div className={classes.whole}><FormProblem problem={server.problem} /></div>}
      <div className={classes.whole}>
        <CustomerSelect value={form.values.customer_key} onChange={(key) => form.setFieldValue('customer_key', key)} error={form.errors.customer_key} />
      </div>
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={server.sending} disabled={!form.values.customer_key}>{t('people:rights.name')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
