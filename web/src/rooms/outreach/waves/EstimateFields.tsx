import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Loading } from '@/ui/Loading';
import { problemText } from '@/ui/problemText';
import { estimateQuery } from '../queries';
import type { Wave } from '../wire';
import { keysOf, settingsOf, type WaveDraft } from './draft';
import { EstimateTable } from './EstimateTable';
import classes from '../Outreach.module.css';

/** What the sample would come to as the form stands, told by the server while one writes. */
export function EstimateFields({ form, wave }: { form: UseFormReturnType<WaveDraft>; wave?: Wave }) {
  const { t } = useText();
  const format = useFormat();
  const { values } = form;
  const { people, sample } = values.settings;
  const keys = values.who === 'list' ? keysOf(values.keys) : [];
  const kept = values.who === 'list' && keys.length === 0 && wave?.settings.people.listed === true;
  const ready = values.survey_id !== '' && (values.who === 'all' || (values.who === 'segment' ? people.segment_id !== '' : keys.length > 0 || kept))
    && (values.sizing === 'all' || (values.sizing === 'count' ? sample.count !== '' : sample.half_width !== '')) && (sample.by !== 'trait' || sample.trait !== '');
  const { people: whom, sample: how, exempt } = settingsOf(values);
  const ask = JSON.stringify({ survey_id: values.survey_id, wave_id: kept ? wave.id : undefined, keys: keys.length > 0 ? keys : undefined,
    settings: { people: whom, sample: how, by: values.settings.by, reminders: [], exempt, exempt_why: exempt ? '-' : undefined } });
  const [settledAsk] = useDebouncedValue(ask, 400);
  const query = useQuery({ ...estimateQuery(settledAsk), enabled: ready && settledAsk === ask });
  if (!ready) return null;
  const found = query.data;
  const earlier = found && (found.rate.of === 'survey' || found.rate.of === 'program') && values.sizing === 'interval' ? found.rate.share : undefined;
  return (
    <div role="group" aria-label={t('outreach:estimate.title')} aria-live="polite" aria-busy={query.isFetching} className={classes.set}>
      {!found && !query.isError && <Loading />}
      {query.isError && (
        <>
          <p className={classes.problem}>{t('outreach:estimate.failed')} {problemText(t, asProblem(query.error))}</p>
          <div><Button size="xs" variant="default" onClick={() => void query.refetch()}>{t('ui:error.retry')}</Button></div>
        </>
      )}
      {found && !query.isError && found.all.population === 0 && <p className={classes.soft}>{t('outreach:estimate.nobody')}</p>}
      {found && !query.isError && found.all.population > 0 && <EstimateTable estimate={found} sample={how} />}
      {found && !found.complete && <p className={classes.soft}>{t('outreach:estimate.part', { n: format.number(found.looked_at) })}</p>}
      {earlier !== undefined && (
        <div><Button size="xs" variant="default" onClick={() => form.setFieldValue('settings.sample.response_rate', Math.round(earlier * 1000) / 10)}>{t('outreach:estimate.useRate', { share: format.percent(earlier) })}</Button></div>
      )}
    </div>
  );
}
