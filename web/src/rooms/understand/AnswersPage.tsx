import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { SyntheticBanner } from '@/ui/SyntheticBanner';
import { AnswerList } from './answers/AnswerList';
import { AnswersBar } from './answers/AnswersBar';
import { AnswersExport } from './answers/AnswersExport';
import { NoAnswers } from './answers/NoAnswers';
import { answersPages } from './answers/queries';
import { readAnswersSearch, type AnswersSearch } from './answers/search';
import { offered } from './filter/offered';
import { useDated } from './filter/useDated';
import { chooseMeasure, chooseProgram } from '@/ui/choose';
import { measuresQuery, programsQuery, traitsQuery } from './queries';
import classes from './AnswersPage.module.css';

/** The answers behind the figures: found by words and filters, one opened beside the list. */
export function AnswersPage() {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  const search = readAnswersSearch(useSearch({ strict: false }));
  const programs = useQuery(programsQuery);
  const program = chooseProgram(programs.data?.items ?? [], search.program);
  const measures = useQuery({ ...measuresQuery(program?.id ?? ''), enabled: !!program });
  const traits = useQuery({ ...traitsQuery(program?.id ?? '', search.measure), enabled: !!program });
  const { view: _, ...filter } = useDated({ ...search, program: program?.id });
  const query = useInfiniteQuery({ ...answersPages(filter), enabled: programs.isSuccess });
  const found = query.data?.pages.flatMap((p) => p.items) ?? [];
  const { total, more_than_total: more } = query.data?.pages[0] ?? {};
  const count = (n: number) => t(more ? 'understand:answers.moreThan' : 'understand:answers.count', { count: n, n: format.number(n) });
  const change = (next: AnswersSearch) => void navigate({ to: '/answers', search: readAnswersSearch(next as Record<string, unknown>), replace: true });

  return (
    <div className={classes.split} data-open={id ? true : undefined}>
      <div className={classes.list}>
        <Page
          title={t('understand:answers.title')}
          lead={total === undefined ? t('understand:answers.lead') : count(total)}
          actions={found.length > 0 && <AnswersExport filter={filter} />}
        >
          {program?.synthetic && <SyntheticBanner />}
          <AnswersBar
            programs={programs.data?.items ?? []} program={program} measures={measures.data?.items ?? []}
            traits={offered(traits.data)} counted={traits.data?.counted} search={search} onChange={change}
          />
          {(query.isError || programs.isError) && <ErrorState error={query.error ?? programs.error} retry={() => void query.refetch()} />}
          {query.isPending && !programs.isError && <Loading />}
          {query.isSuccess && found.length === 0 && <NoAnswers search={search} onChange={change} />}
          {found.length > 0 && (
            <>
              <AnswerList answers={found} measures={measures.data?.items ?? []} main={chooseMeasure(measures.data, search.measure)?.id} search={search} open={id} busy={query.isPlaceholderData} />
              <LoadMore
                shown={found.length} total={more ? undefined : total} hasMore={query.hasNextPage} loading={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            </>
          )}
        </Page>
      </div>
      <Outlet />
    </div>
  );
}
