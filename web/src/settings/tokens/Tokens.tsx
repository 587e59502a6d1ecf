import { Button, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useConfirm, useToast } from '@/ui/confirm';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { tokensQuery, type Token } from '../queries';
import { NewToken } from './NewToken';
import classes from '../Form.module.css';

/** One's own API tokens: made, shown once, revoked. */
export function Tokens() {
  const { t } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const tokens = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const make = !making && <Button onClick={() => setMaking(true)}>{t('settings:tokens.make')}</Button>;
  const items = tokens.data?.items ?? [];

  const revoke = async (token: Token) => {
    try {
      await api.DELETE('/api/tokens/{id}', { params: { path: { id: token.id } } });
      await cache.invalidateQueries({ queryKey: tokensQuery.queryKey });
      toast({ message: t('settings:tokens.revoked', { name: token.name }) });
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  const ask = (token: Token) =>
    confirm({
      title: t('settings:tokens.revokeTitle', { name: token.name }), text: t('settings:tokens.revokeText'),
      verb: t('settings:tokens.revoke'), onConfirm: () => void revoke(token),
    });

  return (
    <Page title={t('settings:tokens.title')} lead={t('settings:tokens.lead')} actions={items.length > 0 && make}>
      <Stack gap={18}>
        {making && <NewToken onClose={() => setMaking(false)} />}
        {failed !== null && <ErrorState error={failed} />}
        {tokens.isPending && <Loading />}
        {tokens.isError && <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />}
        {tokens.data && (
          <Card flush>
            {items.length === 0 ? (
              <EmptyState title={t('settings:tokens.noneTitle')} action={make}>{t('settings:tokens.none')}</EmptyState>
            ) : (
              <DataTable
                label={t('settings:tokens.table')} rows={items} rowKey={(k) => k.id} minWidth={640}
                columns={[
                  {
                    key: 'name', header: t('settings:tokens.name'), width: '26%',
                    cell: (k) => (
                      <>
                        <b>{k.name}</b>
                        <span className={classes.small}>{k.hint}…</span>
                      </>
                    ),
                  },
                  { key: 'scopes', header: t('settings:tokens.scopes'), cell: (k) => format.list(k.scopes.map((s) => knownText(t, `settings:permission.${s}`, s))) },
                  { key: 'used', header: t('settings:tokens.used'), cell: (k) => (k.last_used_at ? format.dateTime(k.last_used_at) : t('settings:people.never')) },
                  { key: 'until', header: t('settings:tokens.until'), cell: (k) => (k.expires_at ? format.shortDate(k.expires_at) : t('settings:tokens.forever')) },
                  {
                    key: 'do', header: t('settings:tokens.revoke'), quiet: true,
                    cell: (k) => <Button variant="subtle" size="compact-sm" onClick={() => ask(k)}>{t('settings:tokens.revoke')}</Button>,
                  },
                ]}
              />
            )}
          </Card>
        )}
      </Stack>
    </Page>
  );
}
