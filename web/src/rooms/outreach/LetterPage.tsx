import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { LetterForm } from './letters/LetterForm';
import { letterQuery } from './queries';
import classes from './Outreach.module.css';

/** One letter: its words in each language beside how it reads. */
export function LetterPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(letterQuery(id));
  return (
    <>
      <Link to="/outreach/letters" search={query.data ? { program: query.data.program_id } : {}} className={classes.back}>{t('letters:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {query.data && <LetterForm key={query.data.id} letter={query.data} />}
    </>
  );
}
