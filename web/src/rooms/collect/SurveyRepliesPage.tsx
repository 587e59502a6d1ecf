import { Badge, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable, type Column } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { LoadMore } from '@/ui/LoadMore';
import { Page } from '@/ui/Page';
import { threadsPages, type ListedThread } from '@/ui/replies/queries';
import { surveyQuery } from './answers/queries';
import classes from './answers/SurveyAnswers.module.css';

/** What was written back and forth about the answers to a survey, by the last message. */
export function SurveyRepliesPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const survey = useQuery(surveyQuery(id));
  const query = useInfiniteQuery(threadsPages(id));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <>
      <Link to="/measures/surveys/$id" params={{ id }} className={classes.back}>{survey.data?.name ?? t('answers:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && (
        <Page title={t('replies:title')} lead={t('replies:lead')}>
          {found.length === 0
            ? <EmptyState title={t('replies:none.title')} action={<Button renderRoot={(props) => <Link {...props} to="/measures/surveys/$id/answers" params={{ id }} />}>{t('replies:none.step')}</Button>}>{t('replies:none.why')}</EmptyState>
            : (
              <>
                <Threads survey={id} threads={found} />
                <LoadMore shown={found.length} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
              </>
            )}
        </Page>
      )}
    </>
  );
}

function Threads({ survey, threads }: { survey: string; threads: readonly ListedThread[] }) {
  const { t } = useText();
  const format = useFormat();
  const columns: Column<ListedThread>[] = [
    {
      key: 'last', header: t('replies:last'), width: '45%',
      cell: ({ last, waits }) => <><span className={classes.soft}>{last.team ? last.by || t('replies:house') : t('replies:they')} </span>{waits && <Badge size="sm" variant="light">{t('replies:waits')}</Badge>}<span className={classes.excerpt}>{last.text}</span></>,
    },
    {
      key: 'about', header: t('replies:about'), width: '30%', line: true,
      cell: (l) => (l.response_id
        ? <Link to="/measures/surveys/$id/answers/$response" params={{ id: survey, response: l.response_id }} search={{}}>{t('replies:anAnswer')}</Link>
        : <Link to="/understand/surveys/$id" params={{ id: survey }} search={{}}>{l.said}</Link>),
    },
    { key: 'messages', header: t('replies:messages'), numeric: true, cell: (l) => format.number(l.messages) },
    { key: 'when', header: t('replies:when'), cell: (l) => (l.text_id ? format.day(l.last.at.slice(0, 10)) : format.dateTime(l.last.at)) },
  ];
  return <DataTable label={t('replies:title')} columns={columns} rows={threads} rowKey={(l) => l.last.id} minWidth={560} stack />;
}
