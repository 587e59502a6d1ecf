import { Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { PersonSelect } from '@/ui/PersonSelect';
import { useListenChanges } from '../queries';
import { interviewKinds, type Study } from '../wire';
import { readAsked } from './asked';
import classes from '../Listen.module.css';

/** Adds people to ask, a line each: a customer's or an account's key, with a project or a proposal. */
export function PlanDialog({ study, onClose }: { study: Study; onClose: () => void }) {
  const { t } = useText();
  const { plan } = useListenChanges();
  const form = useForm({ initialValues: { of: 'customer' as 'customer' | 'account' | 'nobody', lines: '', kind: 'in_depth' as (typeof interviewKinds)[number], owner_id: '', due: '', language: '' } });
  const { problem, sending, send } = useServerForm(form);
  const items = readAsked(form.values.lines, form.values.of);
  const submit = () => send(async () => {
    const { kind, owner_id, due, language } = form.values;
    await plan.mutateAsync({ id: study.id, items: items.map((i) => ({ ...i, kind, owner_id: owner_id || undefined, due: due || undefined, language: language || undefined })) });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t('listen:ask.byKey')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={form.onSubmit(() => void submit())}>
        <Stack gap="md">
          <Select label={t('listen:plan.of')} allowDeselect={false} data={(['customer', 'account', 'nobody'] as const).map((k) => ({ value: k, label: t(`listen:plan.by.${k}`) }))} {...form.getInputProps('of')} />
          <Textarea label={t('listen:plan.lines')} description={t(form.values.of === 'nobody' ? 'listen:plan.linesNobody' : 'listen:plan.linesHint')} autosize minRows={4} maxRows={14} data-autofocus {...form.getInputProps('lines')} />
          <div className={classes.fields}>
            <Select label={t('listen:ask.kind')} allowDeselect={false} data={interviewKinds.map((k) => ({ value: k, label: t(`listen:kind.${k}`) }))} {...form.getInputProps('kind')} />
            <PersonSelect label={t('listen:ask.owner')} value={form.values.owner_id} onChange={(v) => form.setFieldValue('owner_id', v)} />
            <TextInput type="date" label={t('listen:ask.due')} {...form.getInputProps('due')} />
            <Select label={t('listen:ask.language')} clearable data={[{ value: 'en', label: t('listen:language.en') }, { value: 'fr', label: t('listen:language.fr') }]} clearButtonProps={{ 'aria-label': t('listen:clear') }} value={form.values.language || null} onChange={(l) => form.setFieldValue('language', l ?? '')} />
          </div>
          <FormProblem problem={problem} />
        </Stack>
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          <Button type="submit" loading={sending} disabled={items.length === 0 || items.length > 500}>{t('listen:plan.do', { count: items.length })}</Button>
        </div>
      </form>
    </Modal>
  );
}
