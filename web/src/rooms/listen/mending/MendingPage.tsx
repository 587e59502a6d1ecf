import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { allLinesQuery, documentQuery } from '../queries';
import { MendHistory } from './MendHistory';
import { MendLines } from './MendLines';
import { MendSpeakers } from './MendSpeakers';
import { RunCard } from './RunCard';
import { speakersQuery, useMends } from './queries';
import { chosenRun, type Run } from './run';
import classes from '../Listen.module.css';

const route = getRouteApi('/shell/listen/documents/$id/speakers');

/** Who said what, and when, mended after a transcript was taken in; numbers, codings and masks stay. */
export function MendingPage() {
  const { t } = useText();
  const { id } = route.useParams();
  const document = useQuery(documentQuery(id));
  const lines = useQuery(allLinesQuery(id));
  const speakers = useQuery({ ...speakersQuery(id), enabled: document.data?.originals === true });
  const mends = useMends(id);
  const may = useMay('listen.write');
  const [run, setRun] = useState<Run>();
  const failed = [document, lines, speakers].find((q) => q.isError);
  const title = t('listen:mending.title');
  if (failed) return <Page title={title}><ErrorState error={failed.error} retry={() => void failed.refetch()} /></Page>;
  const d = document.data;
  if (d && !d.originals) return <Page title={title}><Card><EmptyState title={t('listen:masking.closedTitle')}>{t('listen:mending.closed')}</EmptyState></Card></Page>;
  if (!d || !lines.data || !speakers.data) return <Loading />;
  const name = t('listen:interviewNo', { n: d.number });
  return (
    <Page title={title} lead={<>{d.interview_id ? <Link to="/listen/interviews/$id" params={{ id: d.interview_id }}>{name}</Link> : name} · {d.pseudonym} · {t('listen:mending.lead')}</>}>
      <div className={classes.columns}>
        <Card title={t('listen:mending.text')} note={t('listen:mending.textNote')}>
          <MendLines document={d} lines={lines.data} run={run} onChoose={(n, further) => setRun(chosenRun(run, n, further))} />
        </Card>
        <div className={`${classes.column} ${classes.sticky}`}>
          {may && run && <RunCard key={`${run.from} ${run.to}`} run={run} lines={lines.data} speakers={speakers.data.items} mends={mends} onClose={() => setRun(undefined)} />}
          <MendSpeakers key={JSON.stringify(speakers.data.items)} speakers={speakers.data.items} mends={mends} may={may} />
          <MendHistory document={id} mends={mends} may={may} />
        </div>
      </div>
    </Page>
  );
}
