import { Button, Checkbox, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { LoadMore } from '@/ui/LoadMore';
import { Loading } from '@/ui/Loading';
import { interviewsQuery } from '../queries';
import type { StudySearch } from '../search';
import { interviewStates, type Interview, type Study } from '../wire';
import { PlanDialog } from './PlanDialog';
import classes from '../Listen.module.css';

interface InterviewsCardProps {
  study: Study;
  search: StudySearch;
  onSearch: (search: StudySearch) => void;
}

/** Who is to be asked, by whom, until when, and where each stands. */
export function InterviewsCard({ study, search, onSearch }: InterviewsCardProps) {
  const { t } = useText();
  const researcher = study.part === 'researcher';
  const mayWrite = useMay('listen.write') && researcher;
  const query = useInfiniteQuery(interviewsQuery(study.id, search));
  const [planning, { open, close }] = useDisclosure();
  const rows = query.data?.pages.flatMap((p) => p.items) ?? [];
  const filtered = !!search.state || !!search.overdue;
  const add = mayWrite && (
    <>
      <Button size="xs" variant="default" onClick={open}>{t('listen:ask.byKey')}</Button>
      <Button size="xs" component={Link} to={`/listen/studies/${study.id}/ask`}>{t('listen:ask.add')}</Button>
    </>
  );
  return (
    <Card flush title={t('listen:ask.title')} note={t(researcher ? 'listen:ask.note' : 'listen:ask.noteOthers')} actions={rows.length > 0 && add}>
      {(rows.length > 0 || filtered) && (
        <div className={classes.bar}>
          <Select
            size="xs" label={t('listen:ask.state')} w={170} clearable placeholder={t('listen:ask.anyState')} value={search.state ?? null} clearButtonProps={{ 'aria-label': t('listen:clear') }}
            data={interviewStates.map((s) => ({ value: s, label: t(`listen:state.${s}`) }))} onChange={(s) => onSearch({ state: interviewStates.find((x) => x === s) })}
          />
          {researcher && <Checkbox size="xs" label={t('listen:ask.overdueOnly')} checked={!!search.overdue} onChange={(e) => onSearch({ overdue: e.currentTarget.checked ? true : undefined })} />}
        </div>
      )}
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t(filtered ? 'listen:ask.nothing' : 'listen:ask.noneTitle')} action={!filtered && add}>{t(filtered ? 'listen:ask.nothingHint' : researcher ? 'listen:ask.none' : 'listen:ask.noneOthers')}</EmptyState>
      )}
      {rows.length > 0 && <Rows rows={rows} researcher={researcher} />}
      {rows.length > 0 && <LoadMore shown={rows.length} total={filtered ? undefined : study.interviews} hasMore={query.hasNextPage} loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      {planning && <PlanDialog study={study} onClose={close} />}
    </Card>
  );
}

function Rows({ rows, researcher }: { rows: readonly Interview[]; researcher: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <DataTable<Interview>
      label={t('listen:study.interviews')} rows={rows} rowKey={(i) => i.id} stack minWidth={380}
      onOpen={(i) => void navigate({ to: '/listen/interviews/$id', params: { id: i.id } })}
      columns={[
        { key: 'number', header: t('listen:ask.interview'), width: '34%', cell: (i) => <>{t('listen:interviewNo', { n: i.number })} · {i.pseudonym}<span className={classes.small}>{whose(i)}</span></> },
        { key: 'state', header: t('listen:ask.state'), cell: (i) => <>{t(`listen:state.${i.state}`)}{i.side && <span className={classes.small}>{t(`listen:side.${i.side}`)}</span>}</> },
        ...(researcher ? [
          {
            key: 'owner', header: t('listen:ask.ownerDue'), named: true,
            cell: (i: Interview) => <span>{i.owner_name || <span className={classes.soft}>{t('listen:nobody')}</span>}{i.due && <span className={i.overdue ? `${classes.small} ${classes.late}` : classes.small}>{format.day(i.due)}{i.overdue && <> · {t('listen:ask.overdue')}</>}</span>}</span>,
          },
        ] : []),
        { key: 'consent', header: t('listen:consent.title'), cell: (i) => (i.consent ? t(`listen:consent.${i.consent}`) : <span className={classes.soft}>{t('listen:consent.none')}</span>) },
      ]}
    />
  );
}

/** Who an interview is with, as far as the asker may know. */
export function whose(i: Interview): string {
  return [i.customer && (i.customer.name || i.customer.key), i.account && (i.account.name || i.account.key), i.project, i.proposal].filter(Boolean).join(' · ');
}
