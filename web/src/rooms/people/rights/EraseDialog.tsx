import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useToast } from '@/ui/confirm';
import { useAnswered } from './queries';

interface EraseDialogProps {
  customer: { id: string; key: string };
  opened: boolean;
  onClose: () => void;
}

/** Asks for the key before a person is erased for good. */
export function EraseDialog({ customer, opened, onClose }: EraseDialogProps) {
  const { t } = useText();
  const navigate = useNavigate();
  const toast = useToast();
  const answered = useAnswered();
  const form = useForm({ initialValues: { confirm: '' } });
  const server = useServerForm(form);
  const erase = () =>
    server.send(async () => {
      await api.POST('/api/customers/{id}/erasure', { params: { path: { id: customer.id } }, body: { confirm: form.values.confirm, reason: 'asked' } });
      toast({ message: t('people:rights.erasing') });
      onClose();
      await navigate({ to: '/people/rights' });
      await answered();
    });
  return (
    <Modal opened={opened} onClose={onClose} title={t('people:rights.eraseTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={form.onSubmit(() => void erase())}>
        <Stack gap="sm">
          <Text>{t('people:rights.eraseWhy')}</Text>
          <FormProblem problem={server.problem} />
          <TextInput data-autofocus autoComplete="off" label={t('people:rights.eraseConfirm', { key: customer.key })} {...form.getInputProps('confirm')} />
          <Group gap="xs">
            <Button type="submit" loading={server.sending} disabled={form.values.confirm !== customer.key}>{t('people:rights.eraseDo')}</Button>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
