import { Button, NativeSelect, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { ProblemField } from '@/api/problem';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { fieldText } from '@/ui/problemText';
import { alone, classesOf, draftOf, leaders, put, summed, type Draft } from './classes';
import { valuesQuery } from './queries';
import type { Class, Value, Values } from './wire';
import classes from './Weightings.module.css';

interface MarginEditorProps {
  program: string;
  draft: Draft;
  /** The classes it was saved with, until its values are known. */
  saved?: readonly Class[];
  keys: readonly { value: string; label: string }[];
  typed: boolean;
  segment: string;
  /** What the server says of it; fields end in classes[2] where they are of one class. */
  problems: readonly ProblemField[];
  onChange: (draft: Draft, values: readonly Value[]) => void;
  onRemove?: () => void;
}

/** A trait of a weighting: which values are taken together, and their shares. */
export function MarginEditor({ program, draft, saved, keys, typed, segment, problems, onChange, onRemove }: MarginEditorProps) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(valuesQuery(program, draft.key, typed ? '' : segment));
  const { data } = query;
  const known = Object.keys(draft.with).length > 0;
  useEffect(() => {
    if (data && !known) onChange(saved ? draftOf(data.key, saved, data.values) : alone(data.key, data.values), data.values);
  }, [data, known, saved, onChange]);
  const named = data ? classesOf(draft, data.values, (names) => format.list(names)) : [];
  return (
    <fieldset className={classes.margin}>
      <legend className={classes.legend}>{t('weightings:form.trait')}</legend>
      <div className={classes.line}>
        <Select
          aria-label={t('weightings:form.trait')} placeholder={t('weightings:form.choose')} data={keys} value={draft.key || null} searchable={keys.length > 8} allowDeselect={false} w={260}
          nothingFoundMessage={t('weightings:form.noTrait')} onChange={(key) => key && onChange({ key, with: {}, percent: {} }, [])}
        />
        {onRemove && <Button variant="subtle" size="xs" onClick={onRemove}>{t('weightings:form.removeTrait')}</Button>}
      </div>
      {problems.map((p) => {
        const at = /classes\[(\d+)\]$/.exec(p.field)?.[1];
        return <p key={p.field} role="alert" className={classes.wrong}>{at !== undefined && named[Number(at)] ? `${named[Number(at)]?.name}: ` : ''}{fieldText(t, p)}</p>;
      })}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {draft.key && query.isPending && <Loading />}
      {data && !typed && !data.counted && <p role="alert" className={classes.wrong}>{t('weightings:form.notCounted')}</p>}
      {data && known && <ValuesTable values={data} draft={draft} typed={typed} onChange={(d) => onChange(d, data.values)} />}
    </fieldset>
  );
}

function ValuesTable({ values: { values, more, customers }, draft, typed, onChange }: { values: Values; draft: Draft; typed: boolean; onChange: (draft: Draft) => void }) {
  const { t } = useText();
  const format = useFormat();
  if (values.length === 0) return <p className={classes.soft}>{t('weightings:form.noValue')}</p>;
  const lead = leaders(draft, values);
  const label = (value: string) => values.find((v) => v.value === value)?.label ?? value;
  const places = (v: Value) => [
    { value: v.value, label: t('weightings:form.alone') },
    ...lead.filter((l) => l !== v.value).map((l) => ({ value: l, label: t('weightings:form.with', { name: label(l) }) })),
    { value: '', label: t('weightings:form.leftOut') },
  ];
  const columns: Column<Value>[] = [
    { key: 'value', header: t('weightings:form.value'), width: '28%', cell: (v) => v.label },
    { key: 'answers', header: t('weightings:form.answers'), numeric: true, cell: (v) => format.number(v.answers) },
    ...(typed ? [] : [{ key: 'customers', header: t('weightings:form.customers'), numeric: true, named: true, cell: (v: Value) => (v.customers === null ? t('weightings:form.few') : format.number(v.customers)) }]),
    {
      key: 'with', header: t('weightings:form.class'), line: true, width: '34%',
      cell: (v) => <NativeSelect size="xs" aria-label={t('weightings:form.classOf', { name: v.label })} value={draft.with[v.value] ?? ''} data={places(v)} onChange={(e) => onChange(put(draft, v.value, e.currentTarget.value))} />,
    },
    ...(typed ? [{
      key: 'share', header: t('weightings:form.share'), named: true, width: '16%',
      cell: (v: Value) => draft.with[v.value] === v.value && (
        <NumberInput
          size="xs" aria-label={t('weightings:form.shareOf', { name: label(v.value) })} suffix=" %" placeholder="%" min={0} max={100} decimalScale={1} decimalSeparator={format.place.language === 'fr' ? ',' : '.'} hideControls w={96}
          value={draft.percent[v.value] ?? ''} onChange={(n) => onChange({ ...draft, percent: { ...draft.percent, [v.value]: typeof n === 'number' ? n : '' } })}
        />
      ),
    }] : []),
  ];
  return (
    <>
      <DataTable label={t('weightings:form.valuesOf')} columns={columns} rows={values} rowKey={(v) => v.value} minWidth={540} stack />
      {typed && <p className={classes.soft} role="status">{t('weightings:form.sum', { sum: format.percent(summed(draft, values) / 100, 1) })}</p>}
      {!typed && customers > 0 && <p className={classes.soft}>{t('weightings:form.countedOf', { count: customers, n: format.number(customers) })}</p>}
      {more && <p className={classes.soft}>{t('weightings:form.more')}</p>}
    </>
  );
}
