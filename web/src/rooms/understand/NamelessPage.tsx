import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { QuestionCard } from './nameless/QuestionCard';
import { figuresQuery, type Figures } from './nameless/queries';
import { classIn, narrowed, readNamelessSearch, toldBy, type NamelessSearch } from './nameless/search';
import { useWordsIn } from './nameless/words';
import classes from './nameless/Nameless.module.css';

/** The figures of an anonymous survey: by its declared cuts alone, released by five. */
export function NamelessPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const search = readNamelessSearch(useSearch({ strict: false }));
  const query = useQuery(figuresQuery(id, search));
  const back = <Link to="/measures/surveys/$id" params={{ id }}>{t('understand:nameless.back')}</Link>;
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} back={back} />;
  const figures = query.data;
  return (
    <Page
      title={t('understand:nameless.title', { name: figures.name })} lead={t('understand:nameless.lead', { least: figures.least })}
      actions={back}
    >
      <p className={classes.soft}>{t('understand:nameless.wait', { days: figures.patience, texts: figures.texts_from })}</p>
      <Asked figures={figures} search={search} />
      {figures.questions.length === 0
        ? <EmptyState title={t('understand:nameless.none')}>{t('understand:nameless.noneWhy', { least: figures.least })}</EmptyState>
        : <div className={classes.column}>{figures.questions.map((q) => <QuestionCard key={q.code} question={q} figures={figures} />)}</div>}
    </Page>
  );
}

/** Which version, by which cut, within which classes of the others. */
function Asked({ figures, search }: { figures: Figures; search: NamelessSearch }) {
  const { t } = useText();
  const navigate = useNavigate();
  const said = useWordsIn(figures.languages);
  const go = (next: NamelessSearch) => void navigate({ to: '/understand/surveys/$id', params: { id: figures.survey_id }, search: next, replace: true });
  const others = figures.cuts.filter((c) => c.code !== search.by);
  return (
    <div className={classes.asked}>
      {figures.versions.length > 1 && (
        <NativeSelect
          label={t('understand:nameless.version')} value={String(figures.number)} data={figures.versions.map((n) => ({ value: String(n), label: t('understand:nameless.versionOf', { n }) }))}
          onChange={(e) => go({ version: Number(e.currentTarget.value) })}
        />
      )}
      {figures.cuts.length > 0 && (
        <NativeSelect
          label={t('understand:nameless.by')} value={search.by ?? ''} data={[{ value: '', label: t('understand:nameless.all') }, ...figures.cuts.map((c) => ({ value: c.code, label: said(c.label) }))]}
          onChange={(e) => go(toldBy(search, e.currentTarget.value))}
        />
      )}
      {others.map((c) => (
        <NativeSelect
          key={c.code} label={said(c.label)} value={classIn(search, c.code)} data={[{ value: '', label: t('understand:nameless.any') }, ...c.classes.map((x) => ({ value: x.code, label: said(x.label) }))]}
          onChange={(e) => go(narrowed(search, c.code, e.currentTarget.value))}
        />
      ))}
    </div>
  );
}
