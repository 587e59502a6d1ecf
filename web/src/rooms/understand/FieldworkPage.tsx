import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { CountsCard } from './fieldwork/CountsCard';
import { DaysCard } from './fieldwork/DaysCard';
import { DoubtsCard } from './fieldwork/DoubtsCard';
import { FairCard } from './fieldwork/FairCard';
import { PagesCard } from './fieldwork/PagesCard';
import { PartsCard } from './fieldwork/PartsCard';
import { WavesCard } from './fieldwork/WavesCard';
import { WithoutCard } from './fieldwork/WithoutCard';
import { fieldworkQuery } from './fieldwork/queries';
import { factors, readFieldworkSearch, type FieldworkSearch } from './fieldwork/search';
import type { Fieldwork } from './fieldwork/wire';
import classes from './fieldwork/Fieldwork.module.css';

/** How a survey goes: who answers, where they stop, how long it takes, which answers to look at. */
export function FieldworkPage() {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { id = '' } = useParams({ strict: false });
  const search = readFieldworkSearch(useSearch({ strict: false }));
  const query = useQuery(fieldworkQuery(id, search));
  const back = <Link to="/measures/surveys/$id" params={{ id }}>{t('understand:nameless.back')}</Link>;
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} back={back} />;
  const { data } = query;
  const go = (next: FieldworkSearch) => void navigate({ to: '/understand/fieldwork/$id', params: { id }, search: next, replace: true });
  return (
    <Page
      title={t('understand:fieldwork.title', { name: data.name })} lead={t('understand:fieldwork.lead', { at: format.dateTime(data.as_of) })}
      actions={back}
    >
      <Asked fieldwork={data} search={search} go={go} />
      <div className={classes.column}>
        {data.anonymous ? <Nameless fieldwork={data} /> : <Named fieldwork={data} search={search} go={go} />}
      </div>
    </Page>
  );
}

interface PartProps {
  fieldwork: Fieldwork;
  search: FieldworkSearch;
  go: (next: FieldworkSearch) => void;
}

/** Which version, and what counts as too fast. */
function Asked({ fieldwork, search, go }: PartProps) {
  const { t } = useText();
  const format = useFormat();
  const versions = Array.from({ length: fieldwork.published }, (_, i) => String(fieldwork.published - i));
  return (
    <div className={classes.asked}>
      {fieldwork.published > 1 && (
        <NativeSelect
          size="xs" label={t('understand:nameless.version')} value={String(fieldwork.number)} data={versions.map((n) => ({ value: n, label: t('understand:nameless.versionOf', { n }) }))}
          onChange={(e) => go({ ...search, version: Number(e.currentTarget.value), kind: undefined })}
        />
      )}
      {!fieldwork.anonymous && (
        <NativeSelect
          size="xs" label={t('understand:fieldwork.factor')} value={String(search.factor ?? '')}
          data={[{ value: '', label: t('understand:fieldwork.house') }, ...factors.map((f) => ({ value: String(f), label: t('understand:fieldwork.factorOf', { share: format.percent(f) }) }))]}
          onChange={(e) => go({ ...search, factor: factors.find((f) => String(f) === e.currentTarget.value) })}
        />
      )}
    </div>
  );
}

function Named({ fieldwork, search, go }: PartProps) {
  const { t } = useText();
  if (fieldwork.all.started === 0) {
    return (
      <>
        <Card><EmptyState title={t('understand:fieldwork.none')} action={<Button renderRoot={(props) => <Link {...props} to="/measures/surveys/$id" params={{ id: fieldwork.survey_id }} search={{ tab: 'share' }} />}>{t('understand:fieldwork.noneStep')}</Button>}>{t('understand:fieldwork.noneWhy')}</EmptyState></Card>
        <WavesCard fieldwork={fieldwork} />
        <PartsCard fieldwork={fieldwork} search={search} go={go} />
      </>
    );
  }
  return (
    <>
      <CountsCard fieldwork={fieldwork} />
      <WavesCard fieldwork={fieldwork} />
      <PartsCard fieldwork={fieldwork} search={search} go={go} />
      <DaysCard fieldwork={fieldwork} />
      <PagesCard fieldwork={fieldwork} />
      <DoubtsCard fieldwork={fieldwork} search={search} go={go} />
      <WithoutCard fieldwork={fieldwork} />
      <FairCard fieldwork={fieldwork} search={search} go={go} />
    </>
  );
}

/** Of an anonymous survey only what was released: live counts beside a clock would give people away. */
function Nameless({ fieldwork }: { fieldwork: Fieldwork }) {
  const { t } = useText();
  return (
    <>
      <Card title={t('understand:fieldwork.nameless')}>
        <p>{t('understand:fieldwork.namelessWhy')}</p>
        <p><Link to="/understand/surveys/$id" params={{ id: fieldwork.survey_id }} search={{ version: fieldwork.number }}>{t('understand:fieldwork.namelessFigures')}</Link></p>
      </Card>
      <WavesCard fieldwork={fieldwork} />
    </>
  );
}
