import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { may, useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { AskedCard } from './reasons/AskedCard';
import { ProposalsCard } from './reasons/ProposalsCard';
import { reasonListQuery } from './reasons/queries';
import { ReasonsCard } from './reasons/ReasonsCard';
import { StoryCard } from './reasons/StoryCard';
import { useMayWrite } from './useMayWrite';
import classes from './measures/Measures.module.css';

/** One list of main reasons: what is proposed for it, what it asks, what became of it. */
export function ReasonListPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(reasonListQuery(id));
  const list = query.data;
  const mayWrite = useMayWrite(list?.program_id);
  const session = useSession();
  const mayRead = may(session, 'answer.read');
  const maySee = may(session, 'figure.read');
  return (
    <>
      <Link to="/measures/reasons" search={list ? { program: list.program_id } : {}} className={classes.back}>{t('measure:reasons.back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {list && (
        <Page title={list.name} lead={t('measure:reasons.lead')} actions={maySee && <Button variant="default" renderRoot={(props) => <Link {...props} to="/understand/reasons/$id" params={{ id: list.id }} />}>{t('measure:reasons.shares')}</Button>}>
          <div className={classes.split}>
            <div className={classes.column}>
              {mayRead && <ProposalsCard list={list} mayWrite={mayWrite} />}
              <ReasonsCard list={list} mayWrite={mayWrite} mayRead={mayRead} />
            </div>
            <div className={classes.column}>
              <AskedCard list={list} mayWrite={mayWrite} />
              <StoryCard list={list} mayWrite={mayWrite} />
            </div>
          </div>
        </Page>
      )}
    </>
  );
}
