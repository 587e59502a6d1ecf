import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ChooseBook } from './ChooseBook';
import { CodingDesk } from './CodingDesk';
import { ReadingDesk } from './ReadingDesk';
import { documentQuery, studyQuery } from '../queries';
import { bookQuery, codingsQuery, linesQuery, passesQuery } from './queries';

/** A document: researchers code it, everybody else who may reads what is shown of it. */
export function CodingPage() {
  const { id } = useParams({ from: '/shell/listen/documents/$id' });
  const { t } = useText();
  const document = useQuery(documentQuery(id));
  const study = useQuery({ ...studyQuery(document.data?.study_id ?? ''), enabled: document.data !== undefined });
  const may = document.data?.originals === true;
  const lines = useQuery({ ...linesQuery(id), enabled: document.data !== undefined });
  const codings = useQuery({ ...codingsQuery(id), enabled: may });
  const passes = useQuery({ ...passesQuery(id), enabled: may });
  const book = useQuery({ ...bookQuery(document.data?.study_id ?? ''), enabled: may });
  const all = [document, study, lines, codings, passes, book];
  const failed = all.find((q) => q.error);
  if (failed) return <ErrorPage error={failed.error} retry={() => void failed.refetch()} />;
  if (document.data && study.data && lines.data && !may) return <ReadingDesk document={document.data} study={study.data.name} lines={lines.data} />;
  if (!document.data || !study.data || !lines.data || !codings.data || !passes.data || book.data === undefined) return <Loading />;
  if (book.data === null) {
    return (
      <Page title={t('coding:title')}>
        <ChooseBook study={study.data} />
      </Page>
    );
  }
  return <CodingDesk document={document.data} study={study.data} lines={lines.data} codings={codings.data} passes={passes.data} book={book.data} />;
}
