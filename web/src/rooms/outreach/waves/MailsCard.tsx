import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession, may } from '@/access/session';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { mailsPages } from '../queries';
import type { Wave, WaveMail } from '../wire';
import { CountList } from './CountList';
import classes from '../Outreach.module.css';

/** Each mail of a wave: where it is, and why. */
export function MailsCard({ wave }: { wave: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const session = useSession();
  const [state, setState] = useState<WaveMail['state']>();
  const query = useInfiniteQuery({ ...mailsPages(wave, state), enabled: may(session, 'person.read') });
  if (!may(session, 'person.read')) return null;
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const counts = query.data?.pages[0]?.counts ?? [];
  return (
    <Card title={t('letters:mails.title')} note={t('letters:mails.note')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && counts.length === 0 && <EmptyState title={t('letters:mails.none')}>{t('letters:mails.noneWhy')}</EmptyState>}
      <CountList label={t('letters:mails.states')} chosen={state} onChoose={(key) => setState(counts.find((c) => c.state === key)?.state)} counts={counts.map((c) => ({ key: c.state, name: t(`letters:mail.${c.state}`), count: c.count, main: c.state === 'sent' }))} />
      {found.length > 0 && (
        <>
          <DataTable<WaveMail>
            label={t('letters:mails.table')} rows={found} rowKey={(m) => m.id} stack minWidth={600}
            columns={[
              { key: 'who', header: t('letters:mails.who'), width: '32%', cell: (m) => <>{m.customer.name || m.customer.key}<span className={classes.small}>{m.address}</span></> },
              { key: 'kind', header: t('letters:mails.kind'), cell: (m) => t(m.reminder ? 'letters:mails.reminder' : 'letters:mails.invitation') },
              { key: 'state', header: t('letters:mails.state'), cell: (m) => <>{t(`letters:mail.${m.state}`)}{m.reason && <span className={classes.small}>{knownText(t, `letters:mailReason.${m.reason}`, m.reason)}</span>}{m.trouble && <span className={classes.small} lang="en">{m.trouble}</span>}</> },
              { key: 'at', header: t('letters:mails.at'), numeric: true, named: true, cell: (m) => (m.sent_at ? format.dateTime(m.sent_at) : m.due_at ? t('letters:mails.due', { at: format.dateTime(m.due_at) }) : '–') },
            ]}
          />
          <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Card>
  );
}
