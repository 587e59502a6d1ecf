import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { Page } from '@/ui/Page';
import { Upload } from './imports/Upload';
import { importQuery, programsQuery } from './queries';
import classes from './StartPage.module.css';

/** The first screen of an empty house: bring in a file, or look at invented answers first. */
export function StartPage() {
  const { t } = useText();
  const allowed = useMay('import.run');
  const programs = useQuery(programsQuery);
  const sample = programs.data?.items.find((p) => p.synthetic);
  return (
    <Page title={t('collect:begin.title')} lead={t(allowed ? 'collect:begin.lead' : 'collect:begin.askSomebody')}>
      {allowed && (
        <ol className={classes.steps}>
          <li className={classes.step}>
            <div>
              <h2>{t('collect:begin.file')}</h2>
              <p>{t('collect:begin.fileWhy')}</p>
              <Upload />
            </div>
          </li>
          <li className={classes.step}>
            <div>
              <h2>{t('collect:begin.sample')}</h2>
              <p>{t('collect:begin.sampleWhy')}</p>
              {sample ? (
                <Button component={Link} to="/" search={{ program: sample.id } as never} variant="default">{t('collect:begin.sampleOpen')}</Button>
              ) : <LoadSample />}
            </div>
          </li>
        </ol>
      )}
    </Page>
  );
}

function LoadSample() {
  const { t } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const load = useMutation({
    mutationFn: () => body(api.POST('/api/sample')),
    onSuccess: async (item) => {
      client.setQueryData(importQuery(item.id).queryKey, item);
      await navigate({ to: '/import/$id', params: { id: item.id } });
    },
  });
  return (
    <>
      <Button variant="default" loading={load.isPending} onClick={() => load.mutate()}>{t('collect:begin.sampleLoad')}</Button>
      <FormProblem problem={load.error ? asProblem(load.error) : null} />
    </>
  );
}
