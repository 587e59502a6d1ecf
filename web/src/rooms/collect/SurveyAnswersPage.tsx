import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { AnswersFilter } from './answers/AnswersFilter';
import { AnswersOut } from './answers/AnswersOut';
import { AnswersTable } from './answers/AnswersTable';
import { surveyAnswersPages, surveyQuery } from './answers/queries';
import { narrowed, readSurveyAnswersSearch, type SurveyAnswersSearch } from './answers/search';
import type { Survey } from './wire';
import classes from './answers/SurveyAnswers.module.css';

/** Who answered a survey: found, opened, taken along. */
export function SurveyAnswersPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(surveyQuery(id));
  return (
    <>
      <Link to="/measures/surveys/$id" params={{ id }} className={classes.back}>{query.data?.name ?? t('answers:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <List key={id} survey={query.data} />}
    </>
  );
}

function List({ survey }: { survey: Survey }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const search = readSurveyAnswersSearch(useSearch({ strict: false }));
  const query = useInfiniteQuery(surveyAnswersPages(survey.id, search));
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const { total, more_than_total: more } = query.data?.pages[0] ?? {};
  const count = total === undefined ? '' : t(more ? 'answers:moreThan' : 'answers:count', { count: total, n: format.number(total) });
  const change = (next: SurveyAnswersSearch) => void navigate({ to: '/measures/surveys/$id/answers', params: { id: survey.id }, search: next, replace: true });
  const nameless = query.error instanceof Error && 'key' in query.error && query.error.key === 'answers.anonymous';
  return (
    <Page title={t('answers:list.title')} lead={count || t('answers:list.lead')} actions={found.length > 0 && <AnswersOut survey={survey} search={search} count={count} />}>
      {!nameless && survey.published > 0 && <AnswersFilter survey={survey} search={search} onChange={change} />}
      {survey.anonymous > 0 && !nameless && <p className={classes.note}>{t('answers:partly')} <Link to="/understand/surveys/$id" params={{ id: survey.id }}>{t('answers:figures')}</Link></p>}
      <p className={classes.note}><Link to="/measures/surveys/$id/tests" params={{ id: survey.id }}>{t('answers:tests.apart')}</Link> · <Link to="/measures/surveys/$id/replies" params={{ id: survey.id }}>{t('replies:link')}</Link></p>
      {query.isPending && <Loading />}
      {nameless && (
        <EmptyState title={t('answers:nameless.title')} action={<Link to="/understand/surveys/$id" params={{ id: survey.id }}>{t('answers:figures')}</Link>}>{t('answers:nameless.why')}</EmptyState>
      )}
      {query.isError && !nameless && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && found.length === 0 && <Nothing survey={survey.id} narrowed={narrowed(search)} />}
      {found.length > 0 && (
        <>
          <AnswersTable survey={survey.id} answers={found} search={search} busy={query.isPlaceholderData} />
          <LoadMore shown={found.length} total={more ? undefined : total} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </>
      )}
    </Page>
  );
}

function Nothing({ survey, narrowed }: { survey: string; narrowed: boolean }) {
  const { t } = useText();
  return narrowed
    ? <EmptyState title={t('answers:nothing.title')}>{t('answers:nothing.why')}</EmptyState>
    : <EmptyState title={t('answers:none.title')} action={<Button renderRoot={(props) => <Link {...props} to="/measures/surveys/$id" params={{ id: survey }} search={{ tab: 'share' }} />}>{t('answers:none.step')}</Button>}>{t('answers:none.why')}</EmptyState>;
}
