import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { organisationQuery } from '../queries';
import { LogoCard } from './LogoCard';
import { OrganisationForm } from './OrganisationForm';

/** What holds for everybody: name, zone, currency, language, calendar, public address, logo. */
export function Organisation() {
  const { t } = useText();
  const organisation = useQuery(organisationQuery);
  const mayWrite = useMay('organisation.write');
  return (
    <Page title={t('settings:organisation.title')} lead={mayWrite ? t('settings:organisation.lead') : t('settings:organisation.readOnly')} narrow>
      {organisation.isPending && <Loading />}
      {organisation.isError && <ErrorState error={organisation.error} retry={() => void organisation.refetch()} />}
      {organisation.data && (
        <Stack gap={18}>
          <OrganisationForm key={organisation.data.version} organisation={organisation.data} mayWrite={mayWrite} />
          <LogoCard organisation={organisation.data} mayWrite={mayWrite} />
        </Stack>
      )}
    </Page>
  );
}
