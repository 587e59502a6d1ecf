import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useFindingChanges } from './queries';
import { states, type Finding, type State } from './wire';

/** Says how a finding stands now, and why. */
export function StateDialog({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useText();
  const { setState } = useFindingChanges();
  const form = useForm({ initialValues: { state: finding.state as State, reason: finding.reason ?? '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((values) =>
    void send(async () => {
      await setState.mutateAsync({ finding, ...values });
      onClose();
    }));
  return (
    <Modal opened onClose={onClose} title={t('findings:howItStands')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Radio.Group label={t('findings:state')} {...form.getInputProps('state')}>
            <Stack gap={8} mt={6}>{states.map((s) => <Radio key={s} value={s} label={t(`findings:is.${s}`)} description={t(`findings:means.${s}`)} />)}</Stack>
          </Radio.Group>
          <Textarea label={t('findings:reason')} required={form.values.state === 'retired'} autosize minRows={2} maxLength={4000} {...form.getInputProps('reason')} />
          <FormProblem problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={sending}>{t('findings:keep')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
