import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { RemoveDocument } from './interview/RemoveDocument';
import { MaskGroups } from './masking/MaskGroups';
import { MaskedText } from './masking/MaskedText';
import { groupMasks } from './masking/groups';
import { allLinesQuery, documentQuery, useListenChanges } from './queries';
import { useAttempt } from './useAttempt';
import type { StudyDocument } from './wire';
import classes from './Listen.module.css';

const route = getRouteApi('/shell/listen/documents/$id/masking');

/** What others will not read: proposals to decide on, words to add, and the release. */
export function MaskingPage() {
  const { t } = useText();
  const { id } = route.useParams();
  const document = useQuery(documentQuery(id));
  const lines = useQuery(allLinesQuery(id));
  const failed = document.isError ? document : lines.isError ? lines : undefined;
  const navigate = useNavigate();
  const mayWrite = useMay('listen.write');
  const groups = useMemo(() => groupMasks(lines.data ?? []), [lines.data]);
  if (failed) return <Page title={t('listen:masking.title')}><ErrorState error={failed.error} retry={() => void failed.refetch()} /></Page>;
  if (!document.data || !lines.data) return <Loading />;
  const d = document.data;
  const name = t(d.kind === 'comment' ? 'listen:commentNo' : 'listen:interviewNo', { n: d.number });
  return (
    <Page
      title={t('listen:masking.title')}
      lead={<>{d.interview_id ? <Link to="/listen/interviews/$id" params={{ id: d.interview_id }}>{name}</Link> : name} · {d.pseudonym} · {t('listen:masking.lead')}</>}
      actions={d.originals && <>{d.kind === 'comment' && mayWrite && <RemoveDocument document={d} onGone={() => void navigate({ to: '/listen/studies/$id', params: { id: d.study_id }, search: {} })} />}<Release document={d} /></>}
    >
      {!d.originals
        ? <Card><EmptyState title={t('listen:masking.closedTitle')}>{t('listen:masking.closed')}</EmptyState></Card>
        : (
          <div className={classes.columns}>
            <Card title={t('listen:masking.text')} note={t('listen:masking.textNote')}><MaskedText document={d} lines={lines.data} /></Card>
            <div className={classes.sticky}><MaskGroups document={d} groups={groups} /></div>
          </div>
        )}
    </Page>
  );
}

function Release({ document }: { document: StudyDocument }) {
  const { t } = useText();
  const { release } = useListenChanges();
  const attempt = useAttempt();
  const confirm = useConfirm();
  const toast = useToast();
  const undecided = document.undecided ?? 0;
  const set = async (released: boolean) => {
    if (await attempt(() => release.mutateAsync({ id: document.id, released }))) toast({ message: t(released ? 'listen:masking.released' : 'listen:masking.withdrawn'), undo: () => void attempt(() => release.mutateAsync({ id: document.id, released: !released })) });
  };
  if (document.released_at) return <Button variant="default" loading={release.isPending} onClick={() => void set(false)}>{t('listen:masking.withdraw')}</Button>;
  return (
    <Button
      disabled={undecided > 0} loading={release.isPending} title={undecided > 0 ? t('listen:transcript.undecided', { count: undecided, n: String(undecided) }) : undefined}
      onClick={() => confirm({ title: t('listen:masking.releaseTitle'), text: t('listen:masking.releaseText'), verb: t('listen:masking.release'), onConfirm: () => void set(true) })}
    >
      {t('listen:masking.release')}
    </Button>
  );
}
