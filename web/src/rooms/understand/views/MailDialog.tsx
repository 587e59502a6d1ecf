import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import { mailingQuery, setMailing, type Mailing, type View } from './queries';

interface MailDialogProps {
  view: Pick<View, 'id' | 'name'>;
  onClose: () => void;
}

const rhythms = ['', 'day', 'week', 'month'] as const;

/** Has a saved view or a dashboard mailed to oneself, or no longer. */
export function MailDialog({ view, onClose }: MailDialogProps) {
  const { t } = useText();
  const query = useQuery(mailingQuery(view.id));
  return (
    <Modal opened onClose={onClose} title={t('understand:views.mailTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.isSuccess && <MailForm view={view} mailing={query.data} onClose={onClose} />}
    </Modal>
  );
}

function MailForm({ view, mailing, onClose }: MailDialogProps & { mailing: Mailing }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const toast = useToast();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (rhythm: Mailing['rhythm']) => setMailing(view.id, { rhythm, language: i18n.language === 'fr' ? 'fr' : 'en' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['mailing', view.id] }),
  });
  const form = useForm({ initialValues: { rhythm: mailing.rhythm as string } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit(({ rhythm }) =>
    void send(async () => {
      await change.mutateAsync(rhythm as Mailing['rhythm']);
      toast({ message: t(rhythm ? 'understand:views.mailed' : 'understand:views.mailEnded', { name: view.name }) });
      onClose();
    }),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{t('understand:views.mailWhy')}</Text>
        {!mailing.ready && <Alert color="gray">{t('understand:views.mailOff')}</Alert>}
        <Radio.Group label={t('understand:views.rhythmLabel')} description={t('understand:views.mailHour')} {...form.getInputProps('rhythm')}>
          <Stack gap={8} mt={6}>
            {rhythms.map((r) => <Radio key={r} value={r} label={t(`understand:views.rhythm.${r || 'never'}`)} />)}
          </Stack>
        </Radio.Group>
        {mailing.next && <Text size="sm" c="dimmed">{t('understand:views.mailNext', { date: format.shortDate(mailing.next) })}</Text>}
        <FormProblem problem={problem} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          <Button type="submit" loading={sending}>{t('understand:views.keep')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
