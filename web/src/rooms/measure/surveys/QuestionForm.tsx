import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { ConditionField } from './ConditionField';
import { asking, hasOptions, spotOf, type Draft, type Question, type Row } from './draft';
import { FileFields } from './FileFields';
import { LinesField, optionBeside } from './OptionsField';
import { QuestionLogic } from './QuestionLogic';
import { askableQuery } from './queries';
import type { Place } from './names';
import { ReasonsField } from './ReasonsField';
import { ScaleFields } from './ScaleFields';
import { WordsField } from './WordsField';
import classes from './Surveys.module.css';

interface QuestionFormProps {
  program: string;
  draft: Draft;
  question: Question;
  onChange: (change: Partial<Question>, about: string) => void;
}

/** All of a question. */
export function QuestionForm({ program, draft, question: q, onChange }: QuestionFormProps) {
  const { t } = useText();
  const { languages } = draft;
  const { page, question } = spotOf(draft, q.code);
  const path = `pages[${page}].questions[${question}]`;
  const at: Place = { page, question };
  const asksMeasure = q.kind === 'scale' || q.kind === 'matrix';
  return (
    <div className={classes.form}>
      {q.kind === 'scale' && <MeasureField program={program} draft={draft} question={q} onChange={onChange} />}
      {takesReasons(q) && <ReasonsField program={program} draft={draft} question={q} path={path} onChange={onChange} />}
      <WordsField label={t(q.kind === 'block' ? 'surveys:field.block' : 'surveys:field.text')} languages={languages} words={q.text} onChange={(text) => onChange({ text }, 'text')} />
      {q.kind !== 'block' && <WordsField short label={t('surveys:field.hint')} languages={languages} words={q.hint} onChange={(hint) => onChange({ hint }, 'hint')} />}
      {asksMeasure && q.scale && <ScaleFields scale={q.scale} languages={languages} fixed={Boolean(q.measure_id)} onChange={(scale, about) => onChange({ scale }, `scale ${about}`)} />}
      {q.kind === 'matrix' && (
        <LinesField<Row> title={t('surveys:field.row')} stem="row" lines={q.rows ?? []} languages={languages} path={`${path}.rows`} at={at} onChange={(rows) => onChange({ rows }, 'rows')} beside={(row, change) => <RowMeasure program={program} row={row} onChange={change} />} />
      )}
      {hasOptions(q.kind) && <LinesField title={t('surveys:field.option')} stem="o" lines={q.options ?? []} languages={languages} path={`${path}.options`} at={at} onChange={(options) => onChange({ options }, 'options')} beside={optionBeside(t, q.kind)} />}
      {hasOptions(q.kind) && q.kind !== 'best_worst' && <Checkbox label={t('surveys:field.random')} checked={q.random_options ?? false} onChange={(e) => onChange({ random_options: e.currentTarget.checked || undefined }, 'random')} />}
      <LimitFields question={q} onChange={onChange} />
      <ConditionField label={t('surveys:field.showIf')} description={t('surveys:field.showIfHint')} path={`${path}.show_if`} at={at} value={q.show_if} onChange={(show_if) => onChange({ show_if }, 'show_if')} />
      {q.kind !== 'block' && (
        <div className={classes.fields}>
          <NativeSelect
            label={t('surveys:field.required')} value={q.required ?? ''} onChange={(e) => onChange({ required: e.currentTarget.value || undefined }, 'required')}
            data={(['no', 'soft', 'hard'] as const).map((value) => ({ value: value === 'no' ? '' : value, label: t(`surveys:required.${value}`) }))}
          />
        </div>
      )}
      {q.kind !== 'block' && <QuestionLogic question={q} languages={languages} path={path} at={at} onChange={onChange} />}
      {q.kind !== 'block' && <WordsField short label={t('surveys:field.why')} languages={languages} words={q.why} onChange={(why) => onChange({ why }, 'why')} />}
    </div>
  );
}

// Kinds that ask a list of main reasons, or what is said after it.
const takesReasons = (q: Question) => ['choice', 'text', 'long_text'].includes(q.kind);

// The measure that a scale asks; choosing one takes its words and its scale.
function MeasureField({ program, draft, question: q, onChange }: QuestionFormProps) {
  const { t } = useText();
  const measures = useQuery(askableQuery(program)).data?.items ?? [];
  const elsewhere = new Set(draft.pages.flatMap((p) => p.questions.flatMap((other) => (other.code === q.code ? [] : [other.measure_id, ...(other.rows ?? []).map((r) => r.measure_id)]))));
  const fits = measures.filter((m) => Number.isInteger(m.scale.min) && m.scale.max - m.scale.min <= 10 && !elsewhere.has(m.id));
  return (
    <NativeSelect
      label={t('surveys:field.measure')} description={t('surveys:field.measureHint')} value={q.measure_id ?? ''}
      data={[{ value: '', label: t('surveys:field.noMeasure') }, ...fits.map((m) => ({ value: m.id, label: m.name }))]}
      onChange={(e) => {
        const measure = measures.find((m) => m.id === e.currentTarget.value);
        onChange(measure ? asking(q, measure) : { measure_id: undefined }, 'measure');
      }}
    />
  );
}

function RowMeasure({ program, row, onChange }: { program: string; row: Row; onChange: (change: Partial<Row>) => void }) {
  const { t } = useText();
  const measures = useQuery(askableQuery(program)).data?.items ?? [];
  return (
    <NativeSelect
      size="xs" w={160} aria-label={t('surveys:field.measure')} value={row.measure_id ?? ''}
      data={[{ value: '', label: t('surveys:field.noMeasure') }, ...measures.map((m) => ({ value: m.id, label: m.name }))]}
      onChange={(e) => onChange({ measure_id: e.currentTarget.value || undefined })}
    />
  );
}

const numberOf = (value: string | number): number | undefined => (value === '' || Number.isNaN(Number(value)) ? undefined : Number(value));

// What bounds an answer, by kind.
function LimitFields({ question: q, onChange }: { question: Question; onChange: QuestionFormProps['onChange'] }) {
  const { t } = useText();
  const limits = q.limits ?? {};
  const set = (change: Partial<typeof limits>) => onChange({ limits: { ...limits, ...change } }, `limits ${Object.keys(change).join()}`);
  const number = (field: 'min' | 'max' | 'step' | 'min_chosen' | 'max_chosen' | 'length') => (
    <NumberInput key={field} label={t(`surveys:limit.${field}`)} value={limits[field] ?? ''} onChange={(v) => set({ [field]: numberOf(v) })} />
  );
  const fields = q.kind === 'choices' ? (['min_chosen', 'max_chosen'] as const) : q.kind === 'slider' ? (['min', 'max', 'step'] as const) : q.kind === 'number' ? (['min', 'max'] as const) : q.kind === 'text' || q.kind === 'long_text' ? (['length'] as const) : [];
  if (q.kind === 'best_worst') {
    const sets = q.sets ?? { count: 3, size: 3 };
    return (
      <div className={classes.fields}>
        {(['count', 'size'] as const).map((field) => <NumberInput key={field} label={t(`surveys:sets.${field}`)} min={field === 'size' ? 3 : 1} allowDecimal={false} value={sets[field]} onChange={(v) => onChange({ sets: { ...sets, [field]: numberOf(v) ?? 0 } }, `sets ${field}`)} />)}
      </div>
    );
  }
  if (q.kind === 'file') return <FileFields limits={limits} onChange={set} />;
  if (q.kind === 'date') {
    return (
      <div className={classes.fields}>
        {(['from', 'until'] as const).map((field) => <TextInput key={field} type="date" label={t(`surveys:limit.${field}`)} value={limits[field] ?? ''} onChange={(e) => set({ [field]: e.currentTarget.value || undefined })} />)}
      </div>
    );
  }
  return fields.length > 0 ? <div className={classes.fields}>{fields.map(number)}</div> : null;
}
