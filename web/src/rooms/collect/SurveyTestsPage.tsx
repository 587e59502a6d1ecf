import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { AnswersOut } from './answers/AnswersOut';
import { surveyQuery, surveyTestsPages } from './answers/queries';
import { useLanguageName } from './answers/useLanguageName';
import type { Survey, TestAnswer } from './wire';
import classes from './answers/SurveyAnswers.module.css';

/** The tests of a survey, which are no answers: read, taken along, removed. */
export function SurveyTestsPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(surveyQuery(id));
  return (
    <>
      <Link to="/measures/surveys/$id" params={{ id }} search={{ tab: 'test' }} className={classes.back}>{query.data?.name ?? t('answers:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <List key={id} survey={query.data} />}
    </>
  );
}

function List({ survey }: { survey: Survey }) {
  const { t } = useText();
  const format = useFormat();
  const query = useInfiniteQuery(surveyTestsPages(survey.id));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const total = query.data?.pages[0]?.total;
  const count = total === undefined ? '' : t('answers:tests.count', { count: total, n: format.number(total) });
  const actions = found.length > 0 && <><AnswersOut survey={survey} count={count} /><RemoveAll survey={survey} count={total ?? 0} /></>;
  return (
    <Page title={t('answers:tests.title')} lead={t('answers:tests.lead')} actions={actions}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && found.length === 0 && (
        <EmptyState title={t('answers:tests.none')} action={<Link to="/measures/surveys/$id" params={{ id: survey.id }} search={{ tab: 'test' }}>{t('answers:tests.toTest')}</Link>}>{t('answers:tests.noneWhy')}</EmptyState>
      )}
      {found.length > 0 && (
        <>
          <p className={classes.note}>{count}</p>
          <TestsTable survey={survey.id} tests={found} />
          <LoadMore shown={found.length} total={total} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Page>
  );
}

function TestsTable({ survey, tests }: { survey: string; tests: readonly TestAnswer[] }) {
  const { t } = useText();
  const format = useFormat();
  const languageName = useLanguageName();
  const navigate = useNavigate();
  return (
    <DataTable<TestAnswer>
      label={t('answers:tests.title')} rows={tests} rowKey={(a) => a.id} stack
      onOpen={(a) => void navigate({ to: '/measures/surveys/$id/tests/$test', params: { id: survey, test: a.id } })}
      columns={[
        { key: 'started', header: t('answers:started'), width: '190px', cell: (a) => <time dateTime={a.started_at}>{format.dateTime(a.started_at)}</time> },
        { key: 'outcome', header: t('answers:outcome.label'), cell: (a) => <span className={a.outcome === 'complete' ? undefined : classes.soft}>{t(`answers:outcome.${a.outcome}`)}</span> },
        { key: 'way', header: t('answers:way.label'), named: true, cell: (a) => t(a.random ? 'answers:tests.chance' : 'answers:tests.link') },
        { key: 'what', header: t('answers:version'), named: true, cell: (a) => (a.number === 0 ? t('answers:tests.draft') : format.number(a.number)) },
        { key: 'language', header: t('answers:language'), named: true, cell: (a) => languageName(a.language) },
        { key: 'gone', header: t('answers:tests.gone'), named: true, cell: (a) => <time dateTime={a.gone_at}>{format.date(a.gone_at)}</time> },
      ]}
    />
  );
}

function RemoveAll({ survey, count }: { survey: Survey; count: number }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const mayWrite = useMay('measure.write');
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/surveys/{id}/tests', { params: { path: { id: survey.id } } })),
    onSuccess: async ({ removed }) => {
      await client.invalidateQueries({ queryKey: ['survey', survey.id, 'tests'] });
      toast({ message: t('answers:tests.removed', { count: removed, n: format.number(removed) }) });
    },
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  const ask = () => confirm({ title: t('answers:tests.removeTitle', { count, n: format.number(count) }), text: t('answers:tests.removeText'), verb: t('answers:tests.remove'), onConfirm: () => remove.mutate() });
  return mayWrite && <Button variant="default" size="xs" loading={remove.isPending} onClick={ask}>{t('answers:tests.remove')}</Button>;
}
