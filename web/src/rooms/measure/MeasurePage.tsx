import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useToast } from '@/ui/confirm';
import { MeasureForm } from './measures/MeasureForm';
import { AskedCard } from './one/AskedCard';
import { BreaksCard } from './one/BreaksCard';
import { FactsCard } from './one/FactsCard';
import { GroundCard } from './one/GroundCard';
import { UsedCard } from './one/UsedCard';
import { measureQuery } from './queries';
import { useMayWrite } from './useMayWrite';
import type { Measure } from './wire';
import classes from './measures/Measures.module.css';

/** One measure: how it is asked, what is made of it, what it rests on, when its series broke. */
export function MeasurePage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(measureQuery(id));
  return (
    <>
      <Link to="/measures" search={query.data ? { program: query.data.program_id } : {}} className={classes.back}>{t('measure:one.back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && <One key={query.data.id} measure={query.data} />}
    </>
  );
}

function One({ measure }: { measure: Measure }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const mayWrite = useMayWrite(measure.program_id);
  const [changing, { open, close }] = useDisclosure();
  const done = async (kept: Measure) => {
    await cache.invalidateQueries();
    toast({ message: t('measure:one.kept', { name: kept.name }) });
    close();
  };
  return (
    <Page title={measure.name} lead={t(`measure:intentWhy.${measure.intent}`)} actions={mayWrite && !changing && <Button variant="default" onClick={open}>{t('measure:one.change')}</Button>}>
      <div className={classes.column}>
        {changing && <Card title={t('measure:one.changeTitle')} note={t('measure:one.changeNote')}><MeasureForm key={measure.version} program={measure.program_id} measure={measure} onClose={close} onDone={done} /></Card>}
        <div className={classes.split}>
          <div className={classes.column}>
            {!changing && <AskedCard measure={measure} />}
            <GroundCard measure={measure} mayWrite={mayWrite} />
            <BreaksCard measure={measure} />
          </div>
          <div className={classes.column}>
            <FactsCard measure={measure} />
            <UsedCard measure={measure} />
          </div>
        </div>
      </div>
    </Page>
  );
}
