import { Select, TagsInput, MultiSelect, TextInput } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { begun, waysOf, wayOf, type Way } from './condition';
import { CountEditor } from './CountEditor';
import { fieldName, valueName } from './sentence';
import type { Condition, Field } from './wire';
import type { Known } from './useNames';
import classes from './Segments.module.css';

interface ConditionEditorProps {
  condition: Condition;
  known: Known;
  onChange: (condition: Condition) => void;
}

/** One condition: what is compared, how, and with what. */
export function ConditionEditor({ condition, known, onChange }: ConditionEditorProps) {
  const { t } = useText();
  const field = known.fields.find((f) => f.key === condition.field);
  const group = (f: Field) => (f.kind === 'count' ? 'behaviour' : f.key.startsWith('trait.') ? 'trait' : f.key.startsWith('account.') ? 'account' : 'customer');
  const data = (['behaviour', 'customer', 'account', 'trait'] as const).map((key) => ({
    group: t(`segments:fieldGroup.${key}`),
    items: known.fields.filter((f) => group(f) === key).map((f) => ({ value: f.key, label: f.label || fieldName(t, f.key) })),
  })).filter((g) => g.items.length > 0);
  const choose = (key: string | null) => {
    const next = known.fields.find((f) => f.key === key);
    if (next && next.key !== condition.field) onChange(begun(next));
  };
  return (
    <div className={classes.condition}>
      <Select
        aria-label={t('segments:form.field')} className={classes.what} data={data} value={condition.field} onChange={choose}
        allowDeselect={false} searchable={known.fields.length > 12}
      />
      {field?.kind === 'count' && <CountEditor condition={condition} known={known} onChange={onChange} />}
      {field && field.kind !== 'count' && <Compared field={field} condition={condition} known={known} onChange={onChange} />}
    </div>
  );
}

interface ComparedProps extends ConditionEditorProps {
  field: Field;
}

function Compared({ field, condition, known, onChange }: ComparedProps) {
  const { t } = useText();
  const ways = waysOf(field);
  const way = wayOf(field, condition);
  const choose = (next: string | null) => {
    if (next === 'known' || next === 'unknown') onChange({ field: field.key, known: next === 'known' });
    else if (next) onChange({ field: field.key });
  };
  return (
    <>
      {ways.length > 1 && (
        <Select
          aria-label={t('segments:form.way.label')} className={classes.way} value={way} allowDeselect={false} onChange={choose}
          data={ways.map((w: Way) => ({ value: w, label: t(`segments:form.way.${w}`) }))}
        />
      )}
      {way === 'one_of' && <Values field={field} condition={condition} known={known} onChange={onChange} />}
      {way === 'range' && (['from', 'to'] as const).map((end) => (
        <TextInput
          key={end} aria-label={t(`segments:form.${end}`)} placeholder={t(`segments:form.${end}`)} className={classes.end}
          type={field.kind === 'date' ? 'date' : 'text'} inputMode={field.kind === 'date' ? undefined : 'decimal'} value={condition[end] ?? ''}
          onChange={(e) => {
            const { [end]: _, ...rest } = condition;
            const text = e.currentTarget.value.replace(',', '.').trim();
            onChange(text ? { ...rest, [end]: text } : rest);
          }}
        />
      ))}
    </>
  );
}

function Values({ field, condition, known, onChange }: ComparedProps) {
  const { t } = useText();
  const chosen = condition.one_of ?? [];
  const change = (values: string[]) => onChange(values.length > 0 ? { field: field.key, one_of: values } : { field: field.key });
  if (field.kind === 'text') {
    return <TagsInput aria-label={t('segments:form.values')} className={classes.values} placeholder={chosen.length === 0 ? t('segments:form.valuesHint') : undefined} value={chosen} onChange={change} maxTags={200} />;
  }
  const all = field.kind === 'unit' ? known.units : field.kind === 'account' ? known.accounts : undefined;
  const data = all
    ? all.map((item) => ({ value: item.id, label: item.name }))
    : (field.choices ?? []).map((c) => ({ value: c.key, label: valueName(t, field, c.key, known) }));
  const kept = chosen.filter((v) => !data.some((d) => d.value === v)).map((v) => ({ value: v, label: valueName(t, field, v, known) }));
  return (
    <MultiSelect
      aria-label={t('segments:form.values')} className={classes.values} placeholder={chosen.length === 0 ? t('segments:form.values') : undefined}
      data={[...data, ...kept]} value={chosen} onChange={change} searchable limit={200} maxValues={200}
    />
  );
}
