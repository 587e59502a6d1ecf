import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { bookQuery } from '../coding/queries';
import { studyQuery } from '../queries';
import { CodersCard } from './CodersCard';
import { FilesCard } from './FilesCard';
import { codersQuery, filesQuery, useCoders } from './queries';
import classes from '../Listen.module.css';

/** Who codes a study besides its people: rules, models, and whoever coded a table that was brought in. */
export function CodersPage() {
  const { id } = useParams({ from: '/shell/listen/studies/$id/coders' });
  const { t } = useText();
  const study = useQuery(studyQuery(id));
  const coders = useQuery({ ...codersQuery(id), retry: false });
  const files = useQuery({ ...filesQuery(id), retry: false });
  const book = useQuery(bookQuery(id));
  const changes = useCoders(id);
  const title = t('coders:title');
  if (coders.error && asProblem(coders.error).code === 'not_found') {
    return <Page title={title}><EmptyState title={t('coding:closed.title')}>{t('coding:closed.why')}</EmptyState></Page>;
  }
  const failed = [study, coders, files, book].find((q) => q.error);
  if (failed) return <ErrorPage error={failed.error} retry={() => void failed.refetch()} />;
  if (!study.data || !coders.data || !files.data || book.data === undefined) return <Loading />;
  return (
    <Page title={title} lead={<><Link to="/listen/studies/$id" params={{ id }} search={{}}>{study.data.name}</Link> · {t('coders:lead')}</>}>
      <div className={classes.column}>
        <CodersCard coders={coders.data.items} book={book.data ?? undefined} changes={changes} />
        <FilesCard files={files.data.items} changes={changes} />
      </div>
    </Page>
  );
}
