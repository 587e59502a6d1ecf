import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { browserOf } from './browserOf';
import { sessionsQuery } from './queries';
import classes from './SessionsCard.module.css';

/** The places where one is signed in; each can be ended, or all at once. */
export function SessionsCard() {
  const { t } = useText();
  const format = useFormat();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const sessions = useQuery(sessionsQuery);
  const [failed, setFailed] = useState<unknown>(null);

  const end = (id: string) =>
    api.DELETE('/api/sessions/{id}', { params: { path: { id } } }).then(
      () => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
      setFailed,
    );
  const endAll = async () => {
    try {
      await api.DELETE('/api/sessions');
      await navigate({ to: '/sign-in', search: {} });
      cache.clear();
    } catch (thrown) {
      setFailed(thrown);
    }
  };

  return (
    <Card
      title={t('access:sessions.title')} note={t('access:sessions.note')}
      actions={<Button variant="default" onClick={() => void endAll()}>{t('access:sessions.endAll')}</Button>}
    >
      {failed !== null && <ErrorState error={failed} />}
      {sessions.isPending && <Loading />}
      {sessions.isError && <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />}
      <ul className={classes.list}>
        {sessions.data?.items.map((s) => (
          <li key={s.id} className={classes.session}>
            <div>
              <b>{browserOf(s.agent) ?? t('access:sessions.unknown')}</b>
              <span className={classes.note}>
                {t('access:sessions.seen', { when: format.dateTime(s.seen_at), address: s.address })}
              </span>
            </div>
            {s.current ? (
              <span className={classes.note}>{t('access:sessions.this')}</span>
            ) : (
              <Button variant="subtle" size="compact-sm" onClick={() => void end(s.id)}>{t('access:sessions.end')}</Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
