import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { readAnswersSearch } from './answers/search';
import { boardPath } from './boards/tile';
import { readUnderstandSearch } from './explore/search';
import { readHomeSearch } from './home/search';
import { fromParams } from './views/params';
import { viewQuery } from './views/queries';

/** A saved view opened by its link: goes to its screen, narrowed as it was saved. */
export function ViewPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const { data: view, error, isError, refetch } = useQuery(viewQuery(id));
  if (isError && asProblem(error).code === 'not_found') {
    return (
      <Page title={t('understand:views.goneTitle')}>
        <Card>
          <EmptyState title={t('understand:views.gone')} action={<Button component={Link} to="/views">{t('understand:views.all')}</Button>}>
            {t('understand:views.goneWhy')}
          </EmptyState>
        </Card>
      </Page>
    );
  }
  if (isError) return <ErrorPage error={error} retry={() => void refetch()} back={<Link to="/views">{t('understand:views.all')}</Link>} />;
  if (!view) return <Loading />;
  if (view.path === boardPath) return <Navigate to="/dashboards/$id" params={{ id: view.id }} replace />;
  const raw = { ...fromParams(view.params), view: view.id };
  if (view.path === '/answers') return <Navigate to="/answers" search={readAnswersSearch(raw)} replace />;
  if (view.path === '/understand') return <Navigate to="/understand" search={readUnderstandSearch(raw)} replace />;
  return <Navigate to="/" search={readHomeSearch(raw)} replace />;
}
