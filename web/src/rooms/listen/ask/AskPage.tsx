import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useMay } from '@/access/session';
import { studyQuery } from '../queries';
import type { ToAsk } from '../wire';
import { CandidateList } from './CandidateList';
import { FromAccounts } from './FromAccounts';
import { FromFile } from './FromFile';
import { FromSegment } from './FromSegment';
import { lookThrough, type Candidate } from './queries';
import classes from '../Listen.module.css';
import own from './Ask.module.css';

const route = getRouteApi('/shell/listen/studies/$id/ask');
const sources = ['segment', 'accounts', 'file'] as const;

/** Somebody found, with the rows of a file where they came of one. */
export interface Found {
  list: Candidate[];
  rows?: number[];
}

/** Whom to ask, out of a segment, a list of accounts or a file: looked through before anybody is added. */
export function AskPage() {
  const { t } = useText();
  const { id } = route.useParams();
  const query = useQuery(studyQuery(id));
  const mayWrite = useMay('listen.write');
  const [source, setSource] = useState<(typeof sources)[number]>('segment');
  const [found, setFound] = useState<Found>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const study = query.data;
  const title = t('listen:askPage.title');
  if (query.isError) return <Page title={title}><ErrorState error={query.error} retry={() => void query.refetch()} /></Page>;
  if (!study) return <Loading />;
  const back = <Link to="/listen/studies/$id" params={{ id }} search={{}}>{study.name}</Link>;
  if (study.part !== 'researcher' || !mayWrite) return <Page title={title} lead={back}><Card><EmptyState title={t('listen:masking.closedTitle')}>{t('listen:askPage.closed')}</EmptyState></Card></Page>;
  const look = async (read: () => Promise<{ items: ToAsk[]; rows?: number[] }>) => {
    setBusy(true);
    setProblem(null);
    setFound(undefined);
    try {
      const { items, rows } = await read();
      setFound({ list: items.length > 0 ? await lookThrough(id, items) : [], rows });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const change = (to: string) => {
    setSource(sources.find((s) => s === to) ?? 'segment');
    setFound(undefined);
    setProblem(null);
  };
  return (
    <Page title={title} lead={<>{back} · {t('listen:askPage.lead')}</>}>
      <div className={classes.column}>
        <Card title={t('listen:askPage.from')}>
          <div className={own.source}>
            <SegmentedControl fullWidth aria-label={t('listen:askPage.from')} value={source} onChange={change} data={sources.map((s) => ({ value: s, label: t(`listen:askPage.source.${s}`) }))} />
            {source === 'segment' && <FromSegment busy={busy} onLook={(read) => void look(read)} />}
            {source === 'accounts' && <FromAccounts busy={busy} onLook={(read) => void look(read)} />}
            {source === 'file' && <FromFile study={id} busy={busy} onLook={(read) => void look(read)} />}
          </div>
          <FormProblem problem={problem} />
        </Card>
        {found && found.list.length === 0 && <Card><EmptyState title={t('listen:askPage.noneTitle')}>{t('listen:askPage.none')}</EmptyState></Card>}
        {found && found.list.length > 0 && <CandidateList key={JSON.stringify(found.list.map((c) => c.ask))} study={study} found={found} />}
      </div>
    </Page>
  );
}

/** How a source hands over whom it found. */
export type Look = (read: () => Promise<{ items: ToAsk[]; rows?: number[] }>) => void;
