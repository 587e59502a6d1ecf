import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { chooseProgram } from '@/ui/choose';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { programsQuery } from '../findings/queries';
import { ListenTabs } from '../ListenTabs';
import { topicsQuery } from './queries';
import type { Topic } from './wire';
import classes from './Topics.module.css';

const route = getRouteApi('/shell/listen/topics');

/** What is talked about most, and a field for a word. */
export function TopicsPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const programs = useQuery(programsQuery);
  const program = chooseProgram(programs.data?.items ?? [], search.program)?.id ?? '';
  const query = useQuery(topicsQuery(program));
  const [word, setWord] = useState('');
  const open = (event: React.FormEvent) => {
    event.preventDefault();
    if (word.trim()) void navigate({ to: '/listen/topics/$kind/$of', params: { kind: 'word', of: word.trim() }, search: { program } });
  };
  const failed = [programs, query].find((q) => q.error);
  return (
    <Page
      title={t('topics:title')} lead={t('topics:lead')}
      actions={(programs.data?.items.length ?? 0) > 1 && (
        <Select
          aria-label={t('findings:program')} w={220} allowDeselect={false} value={program} data={programs.data?.items.map((p) => ({ value: p.id, label: p.name }))}
          onChange={(id) => id && void navigate({ search: { program: id } })}
        />
      )}
    >
      <ListenTabs />
      <Card title={t('topics:word')} note={t('topics:wordHint')}>
        <form className={classes.ask} onSubmit={open} role="search">
          <TextInput aria-label={t('topics:word')} placeholder={t('topics:wordExample')} maxLength={200} value={word} onChange={(e) => setWord(e.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={!word.trim() || !program}>{t('topics:open')}</Button>
        </form>
      </Card>
      {failed && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
      {(programs.isPending || query.isLoading) && <Loading />}
      {programs.isSuccess && !program && <Card><EmptyState title={t('findings:noProgram')}>{t('findings:noProgramWhy')}</EmptyState></Card>}
      {query.isSuccess && query.data.items.length === 0 && (
        <Card><EmptyState title={t('topics:none')} action={<Button renderRoot={(p) => <Link {...p} to="/listen/findings" search={{ program }} />}>{t('topics:toFindings')}</Button>}>{t('topics:noneWhy')}</EmptyState></Card>
      )}
      {query.isSuccess && query.data.items.length > 0 && <Card title={t('topics:most')} note={t('topics:mostNote')} flush><Rows topics={query.data.items} program={program} /></Card>}
    </Page>
  );
}

function Rows({ topics, program }: { topics: readonly Topic[]; program: string }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = route.useNavigate();
  return (
    <DataTable<Topic>
      label={t('topics:table')} rows={topics} rowKey={(topic) => `${topic.kind} ${topic.id}`} stack
      onOpen={(topic) => void navigate({ to: '/listen/topics/$kind/$of', params: { kind: topic.kind, of: topic.id }, search: { program } })}
      columns={[
        { key: 'name', header: t('topics:topic'), width: '42%', cell: (topic) => <b>{topic.name}</b> },
        { key: 'people', header: t('topics:people'), numeric: true, cell: (topic) => format.number(topic.people) },
        { key: 'kind', header: t('topics:kind'), cell: (topic) => [t(`topics:is.${topic.kind}`), topic.family].filter(Boolean).join(' · ') },
        { key: 'accounts', header: t('topics:accounts'), numeric: true, cell: (topic) => format.number(topic.accounts) },
        { key: 'passages', header: t('topics:passages'), numeric: true, cell: (topic) => format.number(topic.passages) },
        { key: 'findings', header: t('topics:findings'), numeric: true, cell: (topic) => format.number(topic.finding_ids.length) },
      ]}
    />
  );
}
