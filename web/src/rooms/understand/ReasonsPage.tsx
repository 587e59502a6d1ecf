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
import { GroupsTable } from './choices/GroupsTable';
import { lengthOf, lengths } from './choices/search';
import { FilterChips } from './filter/FilterChips';
import { FilterMenu } from './filter/FilterMenu';
import { offered, toCut } from './filter/offered';
import { PeriodPicker } from './filter/PeriodPicker';
import { useDated } from './filter/useDated';
import { useKeyName, useSlotNames, useValueName } from './filter/words';
import { useWordsIn } from './nameless/words';
import { traitsQuery } from './queries';
import { reasonSharesQuery, type ReasonGroup, type ReasonShares } from './reasons/queries';
import { ClassesTable, ReasonsTable } from './reasons/ReasonTables';
import { besideOf, readReasonsSearch, type ReasonsSearch } from './reasons/search';
import type { Trait } from './wire';
import classes from './choices/Choices.module.css';

/** How often each main reason is named: by whom who is satisfied or not, and whether that changes. */
export function ReasonsPage() {
  const { t } = useText();
  const { id = '' } = useParams({ strict: false });
  const search = readReasonsSearch(useSearch({ strict: false }));
  const query = useQuery(reasonSharesQuery(id, useDated(search), search.by));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const { data } = query;
  const back = <Link to="/measures/reasons/$id" params={{ id }}>{t('understand:reasons.back')}</Link>;
  return (
    <Page title={t('understand:reasons.title', { name: data.name })} lead={t('understand:reasons.lead')} actions={back}>
      <Asked shares={data} search={search} />
      {data.total.n === 0
        ? <Card><EmptyState title={t('understand:nameless.none')} action={<Button renderRoot={(props) => <Link {...props} to="/measures/reasons/$id" params={{ id }} />}>{t('understand:reasons.noneStep')}</Button>}>{t('understand:reasons.noneWhy')}</EmptyState></Card>
        : <Results shares={data} />}
    </Page>
  );
}

function Asked({ shares, search }: { shares: ReasonShares; search: ReasonsSearch }) {
  const { t } = useText();
  const navigate = useNavigate();
  const keyName = useKeyName();
  const found = useQuery(traitsQuery(shares.program_id));
  const traits: readonly Trait[] = offered(found.data);
  const go = (next: ReasonsSearch) => void navigate({ to: '/understand/reasons/$id', params: { id: shares.list_id }, search: readReasonsSearch(next as Record<string, unknown>), replace: true });
  const cuts = toCut(traits).filter((x) => x.kind !== 'number' && x.kind !== 'date');
  const by = search.by ?? (shares.beside ? besideOf(shares.beside.id) : 'all');
  return (
    <>
      <div className={classes.asked}>
        <NativeSelect
          size="xs" label={t('understand:nameless.by')} value={by}
          data={[
            { value: 'all', label: t('understand:nameless.all') },
            { group: t('understand:reasons.scores'), items: shares.measures.map((m) => ({ value: besideOf(m.id), label: m.name })) },
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

function useGroupName(shares: ReasonShares) {
  const { t } = useText();
  const valueName = useValueName();
  const length = lengthOf(shares.period);
  const slot = useSlotNames(length ?? 'month');
  return (g: ReasonGroup) => {
    if (g.class) return t(`understand:reasons.class.${g.class}`);
    if (g.period && length) return slot.long(g.period.from);
    if (!g.key) return '';
    return g.key.value === null ? t('understand:none') : valueName(g.key.cut, g.key.label);
  };
}

function Results({ shares }: { shares: ReasonShares }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const said = useWordsIn([i18n.language, 'en']);
  const keyName = useKeyName();
  const groupName = useGroupName(shares);
  const methods = useMethodNames([shares.total, ...shares.groups].flatMap((g) => g.items.flatMap((i) => [i.share, ...(i.others ? [i.others] : [])])));
  const nameOf = (code: string) => said(shares.reasons.find((r) => r.code === code)?.text) || code;
  const length = lengthOf(shares.period);
  const header = shares.beside?.name ?? (length ? t(`understand:trend.period.${length}`) : shares.by ? keyName(shares.by, shares.label ?? shares.by) : '');
  const groups = shares.groups.map((g) => ({ name: groupName(g), answers: g.n, items: g.items }));
  return (
    <div className={classes.column}>
      <Card title={t('understand:nameless.all')} note={t('understand:reasons.made', { count: shares.total.n, n: format.number(shares.total.n) })}>
        <ReasonsTable group={shares.total} nameOf={nameOf} label={`${shares.name} · ${t('understand:nameless.all')}`} />
        {shares.total.items.some((i) => i.share.trouble === 'too_few') && <p className={classes.note}>{t('understand:choices.few')}</p>}
        {shares.total.items.some((i) => i.read > 0) && <p className={classes.note}>{t('understand:reasons.readWhy')}</p>}
        <p className={classes.note}>{t('understand:reasons.method')} {methods && t('understand:nameless.method', { methods })} {t('understand:choices.asOf', { at: format.dateTime(shares.as_of.at) })}</p>
        {shares.notes.includes('within_reach') && <p className={classes.note}>{t('understand:choices.within')}</p>}
      </Card>
      {shares.left_out && <Card><p>{t('understand:choices.tooMany')}</p></Card>}
      {shares.beside && groups.length > 0 && (
        <Card title={t('understand:reasons.by', { by: header })} note={t('understand:reasons.byNote')}>
          <ClassesTable groups={shares.groups} codes={shares.reasons.map((r) => r.code)} nameOf={nameOf} className={groupName} label={`${shares.name} · ${header}`} />
        </Card>
      )}
      {!shares.beside && groups.length > 0 && shares.reasons.map((r) => (
        <Card key={r.code} title={t('understand:choices.ofBy', { option: nameOf(r.code), by: length ? header.toLocaleLowerCase() : header })}>
          <GroupsTable code={r.code} groups={groups} label={`${nameOf(r.code)} · ${header}`} header={header} share={t('understand:nameless.share')} />
        </Card>
      ))}
      {header && <p className={classes.note}>
        {shares.small > 0 && t('understand:choices.small', { count: shares.small, n: format.number(shares.small) })} {shares.compared > 0 && t('understand:choices.compared', { count: shares.compared, n: format.number(shares.compared) })}
      </p>}
    </div>
  );
}
