import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { ExpectForm } from './ExpectForm';
import { Lineage } from './Lineage';
import { MeasureForm } from './MeasureForm';
import type { Finding } from './wire';
import classes from './Rests.module.css';

type Rests = components['schemas']['Rests'];
type Resting = components['schemas']['Resting'];

const restsQuery = (finding: string) =>
  queryOptions({ queryKey: ['rests', finding], queryFn: () => body(api.GET('/api/findings/{id}/rests', { params: { path: { id: finding } } })) });

/** What rests on a finding: from the words to the measures, and what would lose its ground without it. */
export function RestsCard({ finding }: { finding: Finding }) {
  const { t } = useText();
  const mayMeasure = useMay('measure.write');
  const mayExpect = useMay('register.write');
  const [making, setMaking] = useState<'measure' | 'expectation' | null>(null);
  const close = () => setMaking(null);
  const query = useQuery(restsQuery(finding.id));
  const stands = finding.state !== 'retired' && finding.state !== 'contradicted';
  return (
    <Card
      title={t('findings:rests.title')} note={t('findings:rests.note')}
      actions={stands && !making && (
        <>
          {mayMeasure && <Button variant="default" onClick={() => setMaking('measure')}>{t('findings:rests.make')}</Button>}
          {mayExpect && <Button variant="default" onClick={() => setMaking('expectation')}>{t('findings:rests.expect')}</Button>}
        </>
      )}
    >
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {making === 'measure' && <MeasureForm finding={finding} onClose={close} />}
      {making === 'expectation' && <ExpectForm finding={finding} onClose={close} />}
      {query.data && (query.data.measures.length + query.data.expectations.length === 0
        ? <p className={classes.none}>{t('findings:rests.none')}</p>
        : <><Lineage finding={finding} rests={query.data} /><Trial rests={query.data} /></>)}
    </Card>
  );
}

/** What would become of each if the finding were retired. Nothing is changed. */
function Trial({ rests }: { rests: Rests }) {
  const { t } = useText();
  const [tried, setTried] = useState(false);
  const weak = (state: Resting['state']) => state === 'lost' || state === 'none';
  const all = [...rests.measures.map((m) => ({ id: m.measure_id, name: m.name, to: m.if_retired })), ...rests.expectations.map((e) => ({ id: e.id, name: e.touchpoint_name, to: e.if_retired }))];
  return (
    <div className={classes.trial}>
      <p>{t('findings:rests.lose', { count: rests.lose })}</p>
      <button type="button" aria-expanded={tried} onClick={() => setTried(!tried)}>{t(tried ? 'findings:rests.tryEnd' : 'findings:rests.try')}</button>
      {tried && (
        <ul>
          {all.map((x) => (
            <li key={x.id} data-weak={weak(x.to) || undefined}><b>{x.name}</b> {t(`findings:rests.then.${x.to}`)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
