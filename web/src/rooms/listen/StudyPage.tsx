import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useAttempt } from './useAttempt';
import { studyQuery, useListenChanges } from './queries';
import { DocumentsCard } from './study/DocumentsCard';
import { FindCard } from './study/FindCard';
import { GuideCard } from './study/GuideCard';
import { InterviewsCard } from './study/InterviewsCard';
import { MembersCard } from './study/MembersCard';
import { PlanCard } from './study/PlanCard';
import { StudyDialog } from './study/StudyDialog';
import { studyStates, type Study } from './wire';
import classes from './Listen.module.css';

const route = getRouteApi('/shell/listen/studies/$id');

/** A study: whom to ask and where that stands, what was said, the guide, who works on it. */
export function StudyPage() {
  const { t } = useText();
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(studyQuery(id));
  const study = query.data;
  if (query.isError) return <Page title={t('listen:study.one')}><ErrorState error={query.error} retry={() => void query.refetch()} /></Page>;
  if (!study) return <Loading />;
  return (
    <Page
      title={study.question || study.name}
      lead={<><Link to="/listen" search={{}}>{t('listen:studies.all')}</Link> · {study.question ? `${study.name} · ` : ''}{t(`listen:studyState.${study.state}`)}{study.part === 'researcher' && <> · <Link to="/listen/studies/$id/codes" params={{ id }}>{t('coding:codesOf')}</Link> · <Link to="/listen/studies/$id/agreement" params={{ id }}>{t('coding:agreement.short')}</Link> · <Link to="/listen/studies/$id/coders" params={{ id }}>{t('coders:title')}</Link></>}</>}
      actions={<Actions study={study} />}
    >
      {study.part !== 'researcher' && <p className={classes.closed}>{t('listen:study.closedToYou')}</p>}
      <div className={classes.columns}>
        <div className={classes.column}>
          <InterviewsCard study={study} search={search} onSearch={(s) => void navigate({ search: { ...search, ...s }, replace: true })} />
          <FindCard study={study} words={search.q ?? ''} onWords={(q) => void navigate({ search: { ...search, q: q || undefined }, replace: true })} />
          <DocumentsCard study={study} />
        </div>
        <div className={classes.column}>
          <PlanCard study={study} />
          <GuideCard study={study} />
          <MembersCard study={study} />
        </div>
      </div>
    </Page>
  );
}

function Actions({ study }: { study: Study }) {
  const { t } = useText();
  const mayWrite = useMay('listen.write') && study.part === 'researcher';
  const { changeStudy } = useListenChanges();
  const attempt = useAttempt();
  const [changing, { open, close }] = useDisclosure();
  if (!mayWrite) return null;
  return (
    <>
      <Select
        aria-label={t('listen:study.state')} w={150} allowDeselect={false} value={study.state} data={studyStates.map((s) => ({ value: s, label: t(`listen:studyState.${s}`) }))}
        onChange={(s) => { const state = studyStates.find((x) => x === s); if (state && state !== study.state) void attempt(() => changeStudy.mutateAsync({ study, change: { state } })); }}
      />
      <Button variant="default" onClick={open}>{t('listen:study.change')}</Button>
      {changing && <StudyDialog study={study} onClose={close} />}
    </>
  );
}
