import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { mailQuery } from '../queries';
import { MailForm } from './MailForm';
import { MailTrial } from './MailTrial';
import { WaitingMail } from './WaitingMail';

/** How mail leaves: the mail server, a test message, what waits. */
export function Mail() {
  const { t } = useText();
  const mail = useQuery(mailQuery);
  return (
    <Page title={t('settings:mail.title')} lead={t('settings:mail.lead')} narrow>
      {mail.isPending && <Loading />}
      {mail.isError && <ErrorState error={mail.error} retry={() => void mail.refetch()} />}
      {mail.data && (
        <Stack gap={18}>
          <MailForm key={mail.data.version} settings={mail.data} />
          {mail.data.host !== '' && <MailTrial />}
          <WaitingMail active={mail.data.active} />
        </Stack>
      )}
    </Page>
  );
}
