import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '@/api/client';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { intents, metrics, type Measure } from '../wire';
import { baseOf, bodyOf, breaksOf, changeOf, draftOf } from './draft';
import { ScaleWords } from './ScaleWords';
import { useLanguageName } from './useLanguageName';
import { usePlaces } from './usePlaces';
import classes from './Measures.module.css';

interface MeasureFormProps {
  program: string;
  /** Absent for a new one. */
  measure?: Measure;
  onClose: () => void;
  onDone: (measure: Measure) => Promise<void>;
}

/** Everything of a measure: how it is asked in each language, on which scale, and the figure made of it. */
export function MeasureForm({ program, measure, onClose, onDone }: MeasureFormProps) {
  const { t, i18n } = useText();
  const format = useFormat();
  const nameOf = useLanguageName();
  const base = baseOf(measure, i18n.language);
  const form = useForm({ initialValues: draftOf(measure, i18n.language) });
  const server = useServerForm(form as never);
  const places = usePlaces(program, measure?.touchpoint_id ?? '');
  const after = bodyOf(form.values, base);
  const broken = measure ? breaksOf(measure, after) : [];
  const save = () =>
    server.send(async () => {
      const kept = measure
        ? await body(api.PATCH('/api/measures/{id}', { params: { path: { id: measure.id }, header: { 'If-Match': `"${measure.version}"` } }, body: changeOf(measure, after) }))
        : await body(api.POST('/api/measures', { body: { program_id: program, language: base, ...after, touchpoint_id: after.touchpoint_id || undefined } }));
      await onDone(kept);
    });
  return (
    <form className={classes.form} onSubmit={form.onSubmit(() => void save())}>
      <FormProblem problem={server.problem} />
      <div className={classes.three}>
        <TextInput label={t('measure:field.name')} required maxLength={300} {...form.getInputProps('name')} />
        <NativeSelect label={t('measure:field.intent')} data={intents.map((value) => ({ value, label: t(`measure:intent.${value}`) }))} {...form.getInputProps('intent')} />
        <NativeSelect label={t('measure:field.touchpoint')} data={places} {...form.getInputProps('touchpoint_id')} />
      </div>
      <fieldset className={classes.set}>
        <legend>{t('measure:form.wording')}</legend>
        <div className={classes.two}>
          {Object.keys(form.values.wording).map((lang) => (
            <Textarea key={lang} lang={lang} label={nameOf(lang)} autosize minRows={2} maxLength={2000} {...form.getInputProps(`wording.${lang}`)} />
          ))}
        </div>
      </fieldset>
      <fieldset className={classes.set}>
        <legend>{t('measure:form.scale')}</legend>
        <div className={classes.four}>
          <NumberInput label={t('measure:form.min')} {...form.getInputProps('scale.min')} />
          <NumberInput label={t('measure:form.max')} {...form.getInputProps('scale.max')} />
          <NativeSelect label={t('measure:form.direction')} data={(['up', 'down'] as const).map((value) => ({ value, label: t(`measure:direction.${value}`) }))} {...form.getInputProps('scale.direction')} />
          <NativeSelect label={t('measure:field.metric')} data={metrics.map((value) => ({ value, label: t(`measure:metric.${value}`) }))} {...form.getInputProps('metric')} />
        </div>
        <p className={classes.soft}>{t(`measure:metricWhy.${form.values.metric}`)}</p>
        <ScaleWords form={form} />
      </fieldset>
      {broken.length > 0 && <p className={classes.breaks} role="status">{t('measure:form.breaks', { what: format.list(broken.map((b) => t(`measure:broken.${b}`))) })}</p>}
      <div className={classes.actions}>
        <Button type="submit" loading={server.sending} disabled={!form.values.name.trim()}>{t(!measure ? 'measure:form.make' : broken.length > 0 ? 'measure:form.keepBreaking' : 'measure:form.keep')}</Button>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </form>
  );
}
