import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { fillQuery } from './queries';
import { WhatToTest } from './TestCards';
import type { Survey, TestFill } from './wire';
import classes from './Surveys.module.css';

/** Has many answer by chance, and shows which pages and questions nobody met. */
export function ChanceCard({ survey, mayWrite }: { survey: Survey; mayWrite: boolean }) {
  const { t } = useText();
  const client = useQueryClient();
  const toast = useToast();
  const last = useQuery(fillQuery(survey.id));
  const [number, setNumber] = useState(0);
  const [n, setN] = useState(200);
  const fill = useMutation({
    mutationFn: () => body(api.POST('/api/surveys/{id}/tests/fill', { params: { path: { id: survey.id } }, body: { number, n } })),
    onSuccess: async (found) => {
      client.setQueryData(fillQuery(survey.id).queryKey, { fill: found });
      await client.invalidateQueries({ queryKey: ['survey', survey.id, 'tests'] });
      toast({ message: t('surveys:chance.done', { count: found.n }) });
    },
  });
  const found = last.data?.fill;
  return (
    <Card title={t('surveys:chance.title')} note={t('surveys:chance.note')}>
      <div className={classes.column}>
        {mayWrite && (
          <form className={classes.tryOut} onSubmit={(e) => { e.preventDefault(); fill.mutate(); }}>
            <WhatToTest survey={survey} value={number} onChange={setNumber} label={t('surveys:chance.what')} />
            <NumberInput label={t('surveys:chance.n')} min={1} max={500} allowDecimal={false} value={n} onChange={(value) => setN(Number(value) || 0)} w={130} />
            <Button type="submit" loading={fill.isPending} disabled={n < 1 || n > 500}>{t('surveys:chance.do')}</Button>
          </form>
        )}
        {fill.isError && <FormProblem problem={asProblem(fill.error)} />}
        {last.isPending && <Loading />}
        {last.isError && <ErrorState error={last.error} retry={() => void last.refetch()} />}
        {last.isSuccess && !found && <p className={classes.soft}>{t('surveys:chance.none')}</p>}
        {found && <Found found={found} />}
      </div>
    </Card>
  );
}

function Found({ found }: { found: TestFill }) {
  const { t } = useText();
  const format = useFormat();
  const unmet = found.pages.flatMap((p) => p.questions).filter((q) => q.reached === 0).length;
  const what = found.number === 0 ? t('surveys:test.draft') : t('surveys:versions.number', { n: found.number });
  const pageName = (code: string) => found.pages.find((p) => p.code === code)?.title || code;
  const questionName = (key = '') => found.pages.flatMap((p) => p.questions).find((q) => q.code === key.split('@')[0])?.text || key || '–';
  const outcomes = ([['complete', found.complete], ['screened', found.screened], ['quota_full', found.quota_full]] as const).filter(([, n]) => n > 0);
  return (
    <>
      <p className={classes.soft} role="status">{t('surveys:chance.of', { what, day: format.dateTime(found.at), count: found.n, n: format.number(found.n) })} {outcomes.map(([outcome, count]) => t(`surveys:chance.${outcome}`, { count, n: format.number(count) })).join(' ')}</p>
      <p><strong>{unmet > 0 ? t('surveys:chance.unmet', { count: unmet }) : t('surveys:chance.allMet')}</strong></p>
      {found.stuck > 0 && (
        <div role="note" className={classes.dead}>
          <p>{t('surveys:chance.stuck', { count: found.stuck, n: format.number(found.stuck) })}</p>
          <ul>{found.stuck_pages.map((s) => <li key={`${s.page} ${s.question} ${s.key}`}>{t('surveys:chance.stuckAt', { page: pageName(s.page), question: questionName(s.question), count: s.n, n: format.number(s.n) })}</li>)}</ul>
        </div>
      )}
      {found.pages.map((p, i) => (
        <section key={p.code} aria-labelledby={`met-${p.code}`}>
          <h3 id={`met-${p.code}`} className={classes.metTitle}><span>{p.title || t('surveys:chance.page', { n: i + 1 })}</span> <Reached n={p.reached} of={found.n} /></h3>
          <ul className={classes.met}>
            {p.questions.map((q) => <li key={q.code} data-dead={q.reached === 0 || undefined}><span>{q.text || q.code}</span><Reached n={q.reached} of={found.n} /></li>)}
          </ul>
        </section>
      ))}
      <section aria-labelledby="met-ends">
        <h3 id="met-ends" className={classes.metTitle}>{t('surveys:chance.ends')}</h3>
        <ul className={classes.met}>
          {found.ends.map((e) => <li key={e.code} data-dead={e.reached === 0 || undefined}><span>{e.title || e.code}</span><Reached n={e.reached} of={found.n} /></li>)}
        </ul>
      </section>
    </>
  );
}

// How many of those who answered by chance met something, as a bar and in words.
function Reached({ n, of }: { n: number; of: number }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <span className={classes.reached}>
      <span className={classes.reachedBar} aria-hidden="true"><span style={{ inlineSize: `${of > 0 ? (100 * n) / of : 0}%` }} /></span>
      <span>{n === 0 ? t('surveys:chance.nobody') : t('surveys:chance.reached', { n: format.number(n), of: format.number(of) })}</span>
    </span>
  );
}
