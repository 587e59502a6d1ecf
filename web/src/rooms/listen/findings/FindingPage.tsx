import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorPage } from '@/ui/ErrorPage';
import { FormProblem } from '@/ui/FormProblem';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { useToast } from '@/ui/confirm';
import { AddExcerpt } from './AddExcerpt';
import { FindingForm } from './FindingForm';
import { HistoryCard } from './HistoryCard';
import { PlacesCard } from './PlacesCard';
import { QuotesCard } from './QuotesCard';
import { RestsCard } from './RestsCard';
import { StateDialog } from './StateDialog';
import { StateMark } from './StateMark';
import { StrengthCard } from './StrengthCard';
import { agreementQuery } from './lineage';
import { findingQuery, useFindingChanges } from './queries';
import type { Finding } from './wire';
import classes from './Findings.module.css';

/** One finding: who says so and who does not, where on the journey, in whose words. */
export function FindingPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(findingQuery(id));
  const finding = query.data;
  return (
    <>
      <Link to="/listen/findings" search={finding ? { program: finding.program_id } : {}} className={classes.back}>{t('findings:back')}</Link>
      {query.isPending && <Loading />}
      {query.isError && <ErrorPage error={query.error} retry={() => void query.refetch()} />}
      {finding && <Found finding={finding} />}
    </>
  );
}

function Found({ finding }: { finding: Finding }) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const mayWrite = useMay('finding.write');
  const { publish } = useFindingChanges();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [changing, change] = useDisclosure();
  const [adding, add] = useDisclosure();
  const [stating, state] = useDisclosure();
  const put = async (on: boolean) => {
    setProblem(null);
    try {
      await publish.mutateAsync({ id: finding.id, on });
      toast({ message: t(on ? 'findings:published' : 'findings:withdrawn'), undo: () => void put(!on) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <Page
      title={finding.claim}
      lead={<><StateMark finding={finding} /> {t('findings:byWhom', { kind: t(`findings:of.${finding.kind}`), by: finding.created_by || t('findings:somebody'), day: format.shortDate(finding.created_at) })} <Agreed finding={finding.id} /></>}
      actions={mayWrite && (
        <Group gap={8}>
          <Button onClick={add.open}>{t('findings:addExcerpt')}</Button>
          <Button variant="default" onClick={change.open}>{t('findings:changeShort')}</Button>
          <Button variant="default" onClick={state.open}>{t('findings:howItStands')}</Button>
          <Button variant="default" loading={publish.isPending} onClick={() => void put(!finding.published_at)}>{t(finding.published_at ? 'findings:withdraw' : 'findings:publish')}</Button>
        </Group>
      )}
    >
      <FormProblem problem={problem} />
      {finding.reason && <p className={classes.reason} data-state={finding.state}><b>{t('findings:labelled', { label: t(`findings:is.${finding.state}`) })}</b> {finding.reason}</p>}
      {finding.why && <p className={classes.why}><b>{t('findings:labelled', { label: t('findings:why') })}</b> {finding.why}</p>}
      <div className={classes.two}>
        <StrengthCard finding={finding} />
        <PlacesCard finding={finding} />
      </div>
      <RestsCard finding={finding} />
      <QuotesCard finding={finding} mayWrite={mayWrite} onAdd={add.open} />
      <HistoryCard finding={finding} />
      {changing && <FindingForm program={finding.program_id} finding={finding} onClose={change.close} />}
      {adding && <AddExcerpt finding={finding} onClose={add.close} />}
      {stating && <StateDialog finding={finding} onClose={state.close} />}
    </Page>
  );
}

/** How far those agree who coded the study; nothing where two did not. */
function Agreed({ finding }: { finding: string }) {
  const { t } = useText();
  const format = useFormat();
  const { data } = useQuery(agreementQuery(finding));
  const { value, low, high } = data?.alpha ?? {};
  if (!data || value === null || value === undefined) return null;
  const at = (x: number) => format.number(x, 2);
  const interval = low !== null && low !== undefined && high !== null && high !== undefined ? ` (${t('ui:figure.interval', { low: at(low), high: at(high) })})` : '';
  return <>{t(data.blind ? 'findings:agreedBlind' : 'findings:agreed', { count: data.coders, n: format.number(data.coders), value: `${at(value)}${interval}` })}</>;
}
