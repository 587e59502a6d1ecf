import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { chooseProgram } from '@/ui/choose';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { NotFound } from './NotFound';
import { Page } from '@/ui/Page';
import { programsQuery } from '../findings/queries';
import { HappensCard } from './HappensCard';
import { MeasuredCard } from './MeasuredCard';
import { registerQuery, topicHomeQuery, topicQuery } from './queries';
import { topicKinds, type TopicKind } from './routes';
import { SaidCard } from './SaidCard';
import type { Said } from './wire';
import classes from './Topics.module.css';

/** One topic: what people said of it, what is measured and what happens, so that why stands beside how much. */
export function TopicPage() {
  const { kind, of } = useParams({ from: '/shell/listen/topics/$kind/$of' });
  const search = useSearch({ from: '/shell/listen/topics/$kind/$of' });
  const known = topicKinds.find((k) => k === kind);
  const programs = useQuery(programsQuery);
  if (programs.isError) return <ErrorPage error={programs.error} retry={() => void programs.refetch()} />;
  if (programs.isPending) return <Loading />;
  const program = chooseProgram(programs.data.items, search.program)?.id;
  if (!known || !program) return <NotFound program={program} />;
  const others = programs.data.items.map((p) => p.id).filter((id) => id !== program);
  if (search.program || known === 'word' || others.length === 0) return <Known program={program} kind={known} of={of} />;
  return <Sought programs={[program, ...others]} kind={known} of={of} />;
}

/** An address without its program, as somebody may have typed it: the program is looked for. */
function Sought({ programs, kind, of }: { programs: readonly string[]; kind: TopicKind; of: string }) {
  const home = useQuery(topicHomeQuery(programs, kind, of));
  if (home.isPending) return <Loading />;
  if (home.isError) return <ErrorPage error={home.error} retry={() => void home.refetch()} />;
  return home.data ? <Known program={home.data} kind={kind} of={of} /> : <NotFound program={programs[0]} />;
}

function Known({ program, kind, of }: { program: string; kind: TopicKind; of: string }) {
  const { t } = useText();
  const query = useQuery(topicQuery(program, kind, of));
  return (
    <>
      <Link to="/listen/topics" search={{ program }} className={classes.back}>{t('topics:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && (query.error instanceof Error && 'code' in query.error && query.error.code === 'not_found' ? <NotFound program={program} /> : <ErrorPage error={query.error} retry={() => void query.refetch()} />)}
      {query.data && <Topic program={program} said={query.data} />}
    </>
  );
}

function Topic({ program, said }: { program: string; said: Said }) {
  const { t } = useText();
  const format = useFormat();
  const sees = useMay('register.read');
  const register = useQuery({ ...registerQuery(program), enabled: sees && said.touchpoint_ids.length > 0 });
  const places = (register.data?.touchpoints ?? []).filter((p) => said.touchpoint_ids.includes(p.id));
  const of = said.kind === 'touchpoint' ? places[0] : undefined;
  const channel = register.data?.channels.find((c) => c.id === of?.channel_id)?.name;
  const n = (count: number) => ({ count, n: format.number(count) });
  const counts = [t('topics:nPeople', n(said.people)), said.accounts > 0 && t('topics:nAccounts', n(said.accounts)), t(said.more ? 'topics:atLeast' : 'topics:nPassages', n(said.passages))];
  const about = [t(`topics:is.${said.kind}`), said.family, of?.customer_name && t('topics:theirs', { name: of.customer_name }), channel, of?.owner_name && t('topics:owner', { name: of.owner_name })];
  return (
    <Page title={t('topics:about', { name: said.name })} lead={about.filter(Boolean).join(' · ')}>
      <p className={classes.counts} role="status">{counts.filter(Boolean).join(' · ')}</p>
      {said.definition && <p className={classes.soft}>{said.definition}</p>}
      <div className={classes.columns}>
        <SaidCard program={program} said={said} />
        <div className={classes.column}>
          <MeasuredCard program={program} said={said} places={places} settled={!register.isLoading} />
          {sees && <HappensCard program={program} said={said} places={places} channels={register.data?.channels ?? []} pending={register.isLoading} />}
        </div>
      </div>
    </Page>
  );
}
