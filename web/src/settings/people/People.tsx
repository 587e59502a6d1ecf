import { Button, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { usersQuery } from '../queries';
import { InviteForm } from './InviteForm';
import { Invites } from './Invites';
import { UserTable } from './UserTable';
import classes from './People.module.css';

/** People with access: who, with which roles over what, and open invitations. */
export function People() {
  const { t } = useText();
  const [inviting, setInviting] = useState(false);
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const users = useInfiniteQuery(usersQuery(q));
  const rows = users.data?.pages.flatMap((p) => p.items) ?? [];

  return (
    <Page
      title={t('settings:people.title')} lead={t('settings:people.lead')}
      actions={!inviting && <Button onClick={() => setInviting(true)}>{t('settings:people.invite')}</Button>}
    >
      <Stack gap={18}>
        {inviting && <InviteForm onClose={() => setInviting(false)} />}
        <Card flush>
          <div className={classes.filter}>
            <TextInput
              aria-label={t('settings:people.find')} placeholder={t('settings:people.find')} value={words}
              onChange={(e) => setWords(e.currentTarget.value)}
            />
          </div>
          {users.isPending && <div className={classes.filter}><Loading /></div>}
          {users.isError && <div className={classes.filter}><ErrorState error={users.error} retry={() => void users.refetch()} /></div>}
          {users.data && rows.length > 0 && <UserTable users={rows} />}
          {users.data && (
            <LoadMore
              shown={rows.length} hasMore={users.hasNextPage} loading={users.isFetchingNextPage}
              onMore={() => void users.fetchNextPage()}
            />
          )}
        </Card>
        {users.data && <Invites />}
      </Stack>
    </Page>
  );
}
