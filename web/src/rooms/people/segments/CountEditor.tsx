import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { knownText, useText } from '@/i18n/useText';
import { countOf, groupsOf, withOf, type Count } from './condition';
import { WhenEditor } from './WhenEditor';
import type { Condition } from './wire';
import type { Known } from './useNames';
import classes from './Segments.module.css';

interface CountEditorProps {
  condition: Condition;
  known: Known;
  onChange: (condition: Condition) => void;
}

/** How many answers or events there are, of which kind, and when. */
export function CountEditor({ condition: c, known, onChange }: CountEditorProps) {
  const { t } = useText();
  const kind = countOf(c);
  const latest = c.of?.latest === 'true';
  const count = (next: Count, n: number) => {
    const { at_least: _, at_most: __, ...rest } = c;
    onChange(next === 'at_least' ? { ...rest, at_least: n } : { ...rest, at_most: next === 'none' ? 0 : Math.max(1, n) });
  };
  return (
    <>
      {!latest && (
        <Select
          aria-label={t('segments:form.count.label')} className={classes.way} value={kind} allowDeselect={false}
          data={(['at_least', 'at_most', 'none'] as const).map((k) => ({ value: k, label: t(`segments:form.count.${k}`) }))}
          onChange={(next) => next && count(next, c.at_least ?? c.at_most ?? 1)}
        />
      )}
      {!latest && kind !== 'none' && (
        <NumberInput
          aria-label={t('segments:form.number')} className={classes.number} min={1} max={100000} allowDecimal={false} value={c.at_least ?? c.at_most ?? 1}
          onChange={(n) => count(kind, Math.max(1, Number(n) || 1))}
        />
      )}
      {c.field === 'events' ? (
        <OfEvents condition={c} known={known} onChange={onChange} />
      ) : (
        <OfAnswers condition={c} known={known} onChange={onChange} />
      )}
      <WhenEditor condition={c} onChange={onChange} />
    </>
  );
}

function OfEvents({ condition: c, known, onChange }: CountEditorProps) {
  const { t } = useText();
  const touchpoints = known.fields.find((f) => f.key === 'events')?.choices ?? [];
  const chosen = c.of?.touchpoint;
  const kept = chosen && !touchpoints.some((x) => x.key === chosen) ? [{ value: chosen, label: known.touchpoint(chosen) }] : [];
  return (
    <>
      <TextInput
        aria-label={t('segments:form.eventName')} placeholder={t('segments:form.eventName')} className={classes.end} value={c.of?.name ?? ''} maxLength={200}
        onChange={(e) => onChange(withOf(c, 'name', e.currentTarget.value))}
      />
      {(touchpoints.length > 0 || chosen) && (
        <Select
          aria-label={t('segments:form.touchpoint')} placeholder={t('segments:form.anyTouchpoint')} className={classes.measure} clearable searchable limit={200}
          data={[...touchpoints.map((x) => ({ value: x.key, label: x.label ?? x.key })), ...kept]} value={chosen ?? null}
          onChange={(id) => onChange(withOf(c, 'touchpoint', id ?? ''))}
        />
      )}
    </>
  );
}

function OfAnswers({ condition: c, known, onChange }: CountEditorProps) {
  const { t } = useText();
  const measure = known.measures.find((m) => m.id === c.of?.measure);
  const groups = groupsOf(measure);
  const chooseMeasure = (id: string | null) => {
    const { of: _, ...bare } = c;
    onChange(id ? { ...bare, of: { measure: id } } : bare);
  };
  const latest = (on: boolean) => {
    const { at_least: _, at_most: __, ...rest } = withOf(c, 'latest', on ? 'true' : '');
    onChange(on ? rest : { ...rest, at_least: 1 });
  };
  return (
    <>
      <Select
        aria-label={t('segments:form.measure')} placeholder={t('segments:form.anyMeasure')} className={classes.measure} clearable searchable={known.measures.length > 8}
        data={known.measures.map((m) => ({ value: m.id, label: m.name }))} value={c.of?.measure ?? null} onChange={chooseMeasure}
      />
      {groups.length > 0 && (
        <Select
          aria-label={t('segments:form.group')} placeholder={t('segments:form.anyGroup')} className={classes.way} clearable value={c.of?.group ?? null}
          data={groups.map((g) => ({ value: g, label: knownText(t, `segments:groupOf.${g}`, g) }))} onChange={(g) => onChange(withOf(c, 'group', g ?? ''))}
        />
      )}
      {measure && groups.length === 0 && (['score_min', 'score_max'] as const).map((end) => (
        <TextInput
          key={end} className={classes.number} inputMode="decimal" aria-label={t(end === 'score_min' ? 'segments:form.from' : 'segments:form.to')}
          placeholder={t(end === 'score_min' ? 'segments:form.from' : 'segments:form.to')} value={c.of?.[end] ?? ''}
          onChange={(e) => onChange(withOf(c, end, e.currentTarget.value.replace(',', '.').trim()))}
        />
      ))}
      {measure && <Checkbox className={classes.check} label={t('segments:form.latest')} checked={c.of?.latest === 'true'} onChange={(e) => latest(e.currentTarget.checked)} />}
    </>
  );
}
