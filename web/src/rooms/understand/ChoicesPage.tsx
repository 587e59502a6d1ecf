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
import { useMethodNames } from '@/ui/method';
import { choicesQuery, type Choices, type Group } from './choices/queries';
import { GroupsTable } from './choices/GroupsTable';
import { ItemsTable } from './choices/ItemsTable';
import { lengthOf, lengths, readChoicesSearch, type ChoicesSearch } from './choices/search';
import { FilterChips } from './filter/FilterChips';
import { FilterMenu } from './filter/FilterMenu';
import { offered, toCut } from './filter/offered';
import { PeriodPicker } from './filter/PeriodPicker';
import { useDated } from './filter/useDated';
import { useKeyName, useSlotNames, useValueName } from './filter/words';
import { useWordsIn } from './nameless/words';
import { traitsQuery } from './queries';
import type { Trait } from './wire';
import classes from './choices/Choices.module.css';

/** What people chose in a best-worst question: what matters most, to whom, and whether that changes. */
export function ChoicesPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const search = readChoicesSearch(useSearch({ strict: false }));
  const query = useQuery(choicesQuery(id, useDated(search), search.question, search.by));
  const back = <Link to="/measures/surveys/$id" params={{ id }}>{t('understand:nameless.back')}</Link>;
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} back={back} />;
  const { data } = query;
  return (
    <Page
      title={t('understand:choices.title', { name: data.name })} lead={t('understand:choices.lead')}
      actions={back}
    >
      <Asked choices={data} search={search} />
      {data.total.answers === 0
        ? <Card><EmptyState title={t('understand:nameless.none')} action={<Button renderRoot={(props) => <Link {...props} to="/measures/surveys/$id" params={{ id }} search={{ tab: 'share' }} />}>{t('understand:fieldwork.noneStep')}</Button>}>{t('understand:choices.noneWhy')}</EmptyState></Card>
        : <Results choices={data} />}
    </Page>
  );
}

function Asked({ choices, search }: { choices: Choices; search: ChoicesSearch }) {
  const { t } = useText();
  const navigate = useNavigate();
  const keyName = useKeyName();
  const said = useWordsIn(choices.languages);
  const found = useQuery(traitsQuery(choices.program_id));
  const traits: readonly Trait[] = offered(found.data);
  const go = (next: ChoicesSearch) => void navigate({ to: '/understand/choices/$id', params: { id: choices.survey_id }, search: readChoicesSearch(next as Record<string, unknown>), replace: true });
  const cuts = toCut(traits).filter((x) => x.kind !== 'number' && x.kind !== 'date');
  return (
    <>
      <div className={classes.asked}>
        {choices.questions.length > 1 && (
          <NativeSelect
            size="xs" label={t('understand:choices.question')} value={choices.question} data={choices.questions.map((q) => ({ value: q.code, label: said(q.text) || q.code }))}
            onChange={(e) => go({ ...search, question: e.currentTarget.value })}
          />
        )}
        <NativeSelect
          size="xs" label={t('understand:nameless.by')} value={search.by ?? ''}
          data={[
            { value: '', label: t('understand:nameless.all') },
            { group: t('understand:choices.time'), items: lengths.map((l) => ({ value: l, label: t(`understand:trend.period.${l}`) })) },
            { group: t('understand:choices.groups'), items: cuts.map((x) => ({ value: x.key, label: keyName(x.key, x.label) })) },
          ]}
          onChange={(e) => go({ ...search, by: e.currentTarget.value })}
        />
        <PeriodPicker filter={search} onChange={(p) => go({ ...search, from: undefined, to: undefined, last: undefined, ...p })} />
        <FilterMenu filter={search} traits={traits} onChange={(f) => go({ ...search, ...f })} />
      </div>
      <FilterChips filter={search} traits={traits} onChange={(f) => go({ ...search, ...f })} />
    </>
  );
}

function Results({ choices }: { choices: Choices }) {
  const { t } = useText();
  const format = useFormat();
  const said = useWordsIn(choices.languages);
  const keyName = useKeyName();
  const valueName = useValueName();
  const methods = useMethodNames([choices.total, ...choices.groups].flatMap((g) => g.items.flatMap((i) => [i.score, i.share, ...(i.others ? [i.others] : [])])));
  const nameOf = (code: string) => said(choices.options.find((o) => o.code === code)?.text) || code;
  const length = lengthOf(choices.period);
  const slot = useSlotNames(length ?? 'month');
  const groupName = (g: Group) => (g.period && length ? slot.long(g.period.from) : g.key?.value === null ? t('understand:none') : (g.key ? valueName(g.key.cut, g.key.label) : ''));
  const question = said(choices.questions.find((q) => q.code === choices.question)?.text) || choices.question;
  const header = length ? t(`understand:trend.period.${length}`) : choices.by ? keyName(choices.by, choices.label ?? choices.by) : '';
  const groups = choices.groups.map((g) => ({ name: groupName(g), answers: g.answers, items: g.items }));
  return (
    <div className={classes.column}>
      <Card title={question} note={t('understand:choices.made', { count: choices.total.answers, n: format.number(choices.total.answers), sets: format.number(choices.total.sets) })}>
        {choices.total.trouble && choices.total.trouble !== 'too_few' && <p>{t(`understand:choices.trouble.${choices.total.trouble}`)}</p>}
        <ItemsTable group={choices.total} nameOf={nameOf} label={`${question} · ${t('understand:choices.share')}`} />
        {choices.total.items.some((i) => i.score.trouble === 'too_few') && <p className={classes.note}>{t('understand:choices.few')}</p>}
        <p className={classes.note}>{t('understand:choices.method')} {methods && t('understand:nameless.method', { methods })} {t('understand:choices.asOf', { at: format.dateTime(choices.as_of.at) })}</p>
        {choices.notes.includes('within_reach') && <p className={classes.note}>{t('understand:choices.within')}</p>}
      </Card>
      {choices.left_out && <Card><p>{t('understand:choices.tooMany')}</p></Card>}
      {choices.groups.length > 0 && choices.options.map((o) => (
        <Card key={o.code} title={t('understand:choices.ofBy', { option: nameOf(o.code), by: length ? header.toLocaleLowerCase() : header })}>
          <GroupsTable code={o.code} groups={groups} label={`${nameOf(o.code)} · ${header}`} header={header} share={t('understand:choices.share')} />
        </Card>
      ))}
      {(choices.by || length) && <p className={classes.note}>
        {choices.small > 0 && t('understand:choices.small', { count: choices.small, n: format.number(choices.small) })} {choices.compared > 0 && t('understand:choices.compared', { count: choices.compared, n: format.number(choices.compared) })}
      </p>}
    </div>
  );
}
