import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { ListForm } from './ListForm';
import { draftsQuery, useReasonChanges } from './queries';
import { languagesOf, type ReasonList } from './wire';
import classes from './Reasons.module.css';

/** How a list is asked, and the way into a survey. */
export function AskedCard({ list, mayWrite }: { list: ReasonList; mayWrite: boolean }) {
  const { t } = useText();
  const [wording, setWording] = useState(false);
  const [survey, setSurvey] = useState<string | null>(null);
  const surveys = useQuery({ ...draftsQuery(list.program_id), enabled: mayWrite });
  const { ask } = useReasonChanges(list);
  const done = ask.data;
  return (
    <Card title={t('measure:reasons.asked')} note={t('measure:reasons.askedNote')} actions={mayWrite && !wording && <Button size="xs" variant="default" onClick={() => setWording(true)}>{t('measure:reasons.rephrase')}</Button>}>
      {wording && <ListForm list={list} onClose={() => setWording(false)} />}
      {!wording && languagesOf(list).map((lang) => (
        <p key={lang} lang={lang}><strong>{list.wording[lang]}</strong><br />{list.other[lang]} · {list.why[lang]}</p>
      ))}
      {surveys.isError && <ErrorState error={surveys.error} retry={() => void surveys.refetch()} />}
      {mayWrite && surveys.data?.items.length === 0 && <p className={classes.soft}>{t('measure:reasons.noSurvey')}</p>}
      {mayWrite && (surveys.data?.items.length ?? 0) > 0 && (
        <div className={classes.ask}>
          <Select label={t('measure:reasons.survey')} w={280} maw="100%" searchable data={surveys.data?.items.map((s) => ({ value: s.id, label: s.name }))} value={survey} onChange={setSurvey} />
          <Button loading={ask.isPending} disabled={!survey} onClick={() => survey && ask.mutate(survey)}>{t('measure:reasons.ask')}</Button>
        </div>
      )}
      {ask.isError && <FormProblem problem={asProblem(ask.error)} />}
      {done && <p role="status">{t('measure:reasons.inDraft')} <Link to="/measures/surveys/$id" params={{ id: done.id }}>{done.name}</Link></p>}
    </Card>
  );
}
