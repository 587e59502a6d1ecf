import { Button, Select } from '@mantine/core';
import { useMutation, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { languageName } from '@/format/language';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { chooseProgram } from '@/ui/choose';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { starting } from './letters/starting';
import { OutreachTabs } from './OutreachTabs';
import { lettersPages, programsQuery } from './queries';
import { readLettersSearch } from './routes';
import { useMayAsk } from './useMayAsk';
import type { Letter } from './wire';
import classes from './Outreach.module.css';

/** The letters that waves of a program may mail. */
export function LettersPage() {
  const { t, i18n } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const search = readLettersSearch(useSearch({ strict: false }));
  const query = useQuery(programsQuery);
  const programs = query.data?.items ?? [];
  const program = chooseProgram(programs, search.program);
  const may = useMayAsk(program?.id);
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/letters', { body: { program_id: program?.id ?? '', name: t('letters:newName'), document: starting(i18n.language) } })),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['letters'] });
      await navigate({ to: '/outreach/letters/$id', params: { id: made.id } });
    },
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  const add = <Button loading={make.isPending} onClick={() => make.mutate()}>{t('letters:add')}</Button>;
  return (
    <>
      <OutreachTabs />
      <Page
        title={t('letters:title')} lead={t('letters:lead')}
        actions={program && <>{programs.length > 1 && (
              <Select
                aria-label={t('outreach:program')} value={program.id} allowDeselect={false} searchable={programs.length > 8} w={230}
                data={programs.map((p) => ({ value: p.id, label: p.name }))} onChange={(id) => id && void navigate({ to: '/outreach/letters', search: { program: id }, replace: true })}
              />
            )}{may && add}</>}
      >
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && !program && <Card><EmptyState title={t('measure:noProgram.title')}>{t('letters:noProgram')}</EmptyState></Card>}
        {program && <List key={program.id} program={program.id} add={may && add} />}
      </Page>
    </>
  );
}

function List({ program, add }: { program: string; add: React.ReactNode }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const query = useInfiniteQuery(lettersPages(program));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <Card flush>
      {query.isError && <div className={classes.inner}><ErrorState error={query.error} retry={() => void query.refetch()} /></div>}
      {query.isPending && <div className={classes.inner}><Loading /></div>}
      {query.isSuccess && found.length === 0 && <EmptyState title={t('letters:none')} action={add}>{t('letters:noneWhy')}</EmptyState>}
      {found.length > 0 && (
        <DataTable<Letter>
          label={t('letters:tab')} rows={found} rowKey={(l) => l.id} stack minWidth={560} onOpen={(l) => void navigate({ to: '/outreach/letters/$id', params: { id: l.id } })}
          columns={[
            { key: 'name', header: t('letters:name'), width: '42%', cell: (l) => <>{l.name}<span className={classes.small}>{l.document.subject[l.document.languages[0] ?? '']}</span></> },
            { key: 'languages', header: t('letters:languages'), cell: (l) => format.list(l.document.languages.map((l) => languageName(i18n.language, l))) },
            { key: 'missing', header: t('letters:missingCount'), numeric: true, named: true, cell: (l) => (l.missing.length > 0 ? format.number(l.missing.length) : '–') },
            { key: 'changed', header: t('letters:changed'), numeric: true, named: true, cell: (l) => format.shortDate(l.changed_at) },
          ]}
        />
      )}
      {found.length > 0 && <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
    </Card>
  );
}
