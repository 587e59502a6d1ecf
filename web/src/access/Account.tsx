import { Stack } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Page } from '@/ui/Page';
import { PasswordCard } from './PasswordCard';
import { ProfileCard } from './ProfileCard';
import { SecondFactorCard } from './SecondFactorCard';
import { SessionsCard } from './SessionsCard';

/** One's own account: name and language, password, second factor, places signed in. */
export function Account() {
  const { t } = useText();
  return (
    <Page title={t('access:account.title')} lead={t('access:account.lead')} narrow>
      <Stack gap={18}>
        <ProfileCard />
        <PasswordCard />
        <SecondFactorCard />
        <SessionsCard />
      </Stack>
    </Page>
  );
}
