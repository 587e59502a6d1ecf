import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useConfirm, useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import type { Customer } from '../wire';

/** What a person may ask for: a copy of all, not to be used, to be forgotten. */
export function RightsCard({ customer }: { customer: Customer }) {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [erasing, { open, close }] = useDisclosure();
  const [problem, setProblem] = useState<Problem | null>(null);
  const params = { path: { id: customer.id } };
  const work = async (call: () => Promise<unknown>, message: string) => {
    setProblem(null);
    try {
      await call();
      await cache.invalidateQueries();
      toast({ message });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const release = () => void work(() => api.DELETE('/api/customers/{id}/restriction', { params }), t('people:rights.released'));
  const restrict = () =>
    confirm({
      title: t('people:rights.restrictAsk'), text: t('people:rights.restrictWhy'), verb: t('people:rights.restrict'),
      onConfirm: () => void work(() => api.POST('/api/customers/{id}/restriction', { params, body: { reason: 'asked' } }), t('people:rights.restricted')),
    });
  return (
    <Card title={t('people:rights.menu')} note={t('people:rights.menuWhy')}>
      <FormProblem problem={problem} />
      <Group gap="xs">
        <Button size="xs" variant="default" component="a" href={`/api/customers/${customer.id}/data`} download>{t('people:rights.export')}</Button>
        {customer.restricted
          ? <Button size="xs" variant="default" onClick={release}>{t('people:rights.release')}</Button>
          : <Button size="xs" variant="default" onClick={restrict}>{t('people:rights.restrict')}</Button>}
        <Button size="xs" variant="default" onClick={open}>{t('people:rights.erase')}</Button>
      </Group>
      <Erase customer={customer} opened={erasing} onClose={close} />
    </Card>
  );
}

function Erase({ customer, opened, onClose }: { customer: Customer; opened: boolean; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const form = useForm({ initialValues: { confirm: '' } });
  const server = useServerForm(form);
  const erase = () =>
    server.send(async () => {
      await api.POST('/api/customers/{id}/erasure', { params: { path: { id: customer.id } }, body: { confirm: form.values.confirm, reason: 'asked' } });
      toast({ message: t('people:rights.erasing') });
      await navigate({ to: '/people/rights' });
      await cache.invalidateQueries();
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
