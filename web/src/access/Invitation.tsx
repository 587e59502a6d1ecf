import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { AcceptForm } from './AcceptForm';
import { Frame } from './Frame';
import { invitationQuery } from './queries';
import { fragmentToken } from './useEnter';
import classes from './Form.module.css';

/** An invitation opened by its link. */
export function Invitation() {
  const { t } = useText();
  const [token] = useState(fragmentToken);
  const invitation = useQuery({ ...invitationQuery(token), enabled: token !== '' });

  if (!token || invitation.isError) {
    return (
      <Frame title={t('access:invitation.goneTitle')}>
        {invitation.isError ? <ErrorState error={invitation.error} /> : <p className={classes.notice}>{t('access:invitation.gone')}</p>}
      </Frame>
    );
  }
  if (!invitation.data) {
    return (
      <Frame title={t('access:invitation.title')}>
        <Loading />
      </Frame>
    );
  }
  const { invited_by: inviter, organisation } = invitation.data;
  return (
    <Frame title={t('access:invitation.title')} lead={t('access:invitation.lead', { inviter, organisation: organisation.name })}>
      <AcceptForm token={token} invitation={invitation.data} />
    </Frame>
  );
}
