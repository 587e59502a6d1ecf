import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useConfirm } from '@/ui/confirm';
import { ConsentCard } from './interview/ConsentCard';
import { InterviewForm } from './interview/InterviewForm';
import { ReviewsCard } from './interview/ReviewsCard';
import { StateCard } from './interview/StateCard';
import { TranscriptCard } from './interview/TranscriptCard';
import { interviewQuery, studyQuery, useListenChanges } from './queries';
import { whose } from './study/InterviewsCard';
import { useAttempt } from './useAttempt';
import type { Interview } from './wire';
import classes from './Listen.module.css';

const route = getRouteApi('/shell/listen/interviews/$id');

/** An interview: where it stands, what the person agreed to, what the interviewer noted, its transcript. */
export function InterviewPage() {
  const { t } = useText();
  const { id } = route.useParams();
  const query = useQuery(interviewQuery(id));
  const interview = query.data;
  const study = useQuery({ ...studyQuery(interview?.study_id ?? ''), enabled: !!interview }).data;
  const mayWrite = useMay('listen.write');
  if (query.isError) return <Page title={t('listen:interview')}><ErrorState error={query.error} retry={() => void query.refetch()} /></Page>;
  if (!interview || !study) return <Loading />;
  const researcher = study.part === 'researcher';
  const may = researcher && mayWrite;
  return (
    <Page
      title={`${t('listen:interviewNo', { n: interview.number })} · ${interview.pseudonym}`}
      lead={<><Link to="/listen/studies/$id" params={{ id: study.id }} search={{}}>{study.name}</Link>{whose(interview) && ` · ${whose(interview)}`}</>}
      actions={may && (interview.state === 'planned' || interview.state === 'invited') && !interview.document_id && <Remove interview={interview} />}
    >
      {!researcher && <p className={classes.closed}>{t('listen:study.closedToYou')}</p>}
      <div className={classes.columns}>
        <div className={classes.column}>
          <StateCard interview={interview} may={may} />
          <TranscriptCard interview={interview} researcher={researcher} may={may} />
          {researcher && <InterviewForm key={interview.version} interview={interview} may={may} />}
        </div>
        <div className={classes.column}>
          <ConsentCard key={interview.version} interview={interview} may={may} />
          {study.part && <ReviewsCard interview={interview} />}
        </div>
      </div>
    </Page>
  );
}

function Remove({ interview }: { interview: Interview }) {
  const { t } = useText();
  const { removeInterview } = useListenChanges();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const attempt = useAttempt();
  const go = async () => {
    if (await attempt(() => removeInterview.mutateAsync(interview.id))) void navigate({ to: '/listen/studies/$id', params: { id: interview.study_id }, search: {} });
  };
  return (
    <Button variant="default" onClick={() => confirm({ title: t('listen:removeInterview.title'), text: t('listen:removeInterview.text'), verb: t('listen:remove'), onConfirm: () => void go() })}>
      {t('listen:removeInterview.do')}
    </Button>
  );
}
