import { Button } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { AnswerFacts } from './answers/AnswerFacts';
import { AnswerFiles } from './answers/AnswerFiles';
import { AnswerHistory } from './answers/AnswerHistory';
import { AnswersGiven } from './answers/AnswersGiven';
import { answerQuery } from './answers/queries';
import { readAnswersSearch } from './answers/search';
import { measuresQuery } from './queries';
import type { Response } from './wire';
import classes from './AnswerPage.module.css';

/** One response beside the list: as it was asked and given, by whom, and what it was before. */
export function AnswerPage() {
  const { t } = useText();
  const navigate = useNavigate();
  const { id = '' } = useParams({ strict: false });
  const search = readAnswersSearch(useSearch({ strict: false }));
  const query = useQuery(answerQuery(id));
  const panel = useRef<HTMLElement>(null);
  const close = () => void navigate({ to: '/answers', search, resetScroll: false });
  useHotkeys([['Escape', close]]);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, [id]);

  return (
    <aside ref={panel} tabIndex={-1} className={classes.panel} aria-label={t('understand:answer.label')}>
      <div className={classes.top}>
        <Button variant="default" size="xs" onClick={close}>{t('understand:answer.close')}</Button>
      </div>
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && <Opened response={query.data} />}
    </aside>
  );
}

function Opened({ response }: { response: Response }) {
  const { t } = useText();
  const format = useFormat();
  const measures = useQuery(measuresQuery(response.program_id));
  // Where there is no room for the list beside it, its heading is the screen's.
  const Heading = useMediaQuery('(max-width: 1079px)') ? 'h1' : 'h2';
  const who = response.customer ? response.customer.name || response.customer.key : t('understand:answers.somebody');
  return (
    <>
      <Heading className={classes.who}>{who}</Heading>
      <p className={classes.when}>
        {format.dateTime(response.at)} <ConsentBadge consent={response.consent} />
      </p>
      <p className={classes.why}>{t(`understand:answer.consent.${response.consent}`)}</p>
      <AnswersGiven answers={response.answers} measures={measures.data?.items ?? []} language={response.language} />
      <AnswerFiles response={response} />
      <AnswerFacts response={response} />
      <AnswerHistory response={response} measures={measures.data?.items ?? []} />
    </>
  );
}
