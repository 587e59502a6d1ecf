import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { traitChoicesQuery } from '../queries';
import type { Survey, Wave } from '../wire';
import { CapsFields } from './CapsFields';
import { draftOf, keysOf, settingsOf, type WaveDraft } from './draft';
import { PeopleFields } from './PeopleFields';
import { SampleFields } from './SampleFields';
import { WayFields } from './WayFields';
import classes from '../Outreach.module.css';

interface WaveFormProps {
  /** What may be asked; of a wave that is changed, its own survey. */
  surveys: readonly Pick<Survey, 'id' | 'name' | 'program_id'>[];
  /** The survey that is chosen from the start. */
  survey?: string;
  wave?: Wave;
  onSaved: (wave: Wave) => void;
  onClose: () => void;
}

/** Makes a wave, or changes one that has asked nobody. */
export function WaveForm({ surveys, survey, wave: now, onSaved, onClose }: WaveFormProps) {
  // As it was when the form was opened: what is read anew meanwhile is not written over.
  const [wave] = useState(now);
  const { t } = useText();
  const client = useQueryClient();
  const form = useForm<WaveDraft>({ initialValues: draftOf(wave, survey ?? surveys[0]?.id) });
  const server = useServerForm(form);
  const traits = useQuery({ ...traitChoicesQuery, enabled: form.values.settings.local.on }).data;
  const named = form.values.name || surveys.find((s) => s.id === form.values.survey_id)?.name || '';
  const save = async (values: WaveDraft) => {
    const done = await server.send(async () => {
      const keys = values.who === 'list' ? keysOf(values.keys) : [];
      const all = { name: named, settings: settingsOf(values, traits) };
      const saved = wave
        ? await body(api.PATCH('/api/waves/{id}', { params: { path: { id: wave.id }, header: { 'If-Match': `"${wave.version}"` } }, body: { ...all, keys: keys.length > 0 ? keys : values.who === 'list' ? undefined : [] } }))
        : await body(api.POST('/api/waves', { body: { ...all, survey_id: values.survey_id, keys: keys.length > 0 ? keys : undefined } }));
      await client.invalidateQueries({ queryKey: ['waves'] });
      onSaved(saved);
    });
    // Somebody else was faster: the form that is opened next begins with what they saved.
    if (!done) await client.invalidateQueries({ queryKey: ['waves'] });
  };
  // A list without keys would be everybody: it is not sent.
  const submit = form.onSubmit((values) => {
    if (values.who === 'list' && keysOf(values.keys).length === 0 && !wave?.settings.people.listed) form.setFieldError('keys', t('outreach:people.noKeys'));
    else if (values.who === 'segment' && !values.settings.people.segment_id) form.setFieldError('settings.people.segment_id', t('outreach:people.noSegment'));
    else if (values.sizing === 'count' && values.settings.sample.count === '') form.setFieldError('settings.sample.count', t('problems:wave.count'));
    else if (values.sizing === 'interval' && values.settings.sample.half_width === '') form.setFieldError('settings.sample.half_width', t('problems:wave.half_width'));
    else if (values.sizing !== 'all' && values.settings.sample.by === 'trait' && !values.settings.sample.trait) form.setFieldError('settings.sample.trait', t('problems:wave.strata_trait'));
    else void save(values);
  });
  return (
    <Card>
      <form className={classes.form} onSubmit={submit} noValidate>
        <fieldset className={classes.set}>
          <legend>{t('outreach:form.what')}</legend>
          <div className={classes.two}>
            {wave ? <TextInput label={t('outreach:field.survey')} readOnly value={wave.survey_name} /> : (
              <NativeSelect label={t('outreach:field.survey')} description={t('outreach:form.surveyHint')} required data={surveys.map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('survey_id')} />
            )}
            <TextInput label={t('outreach:field.name')} description={t('outreach:form.nameHint')} maxLength={300} placeholder={named} {...form.getInputProps('name')} />
          </div>
        </fieldset>
        <PeopleFields form={form} wave={wave} />
        <SampleFields form={form} wave={wave} />
        <CapsFields form={form} />
        <WayFields form={form} program={wave?.program_id ?? surveys.find((s) => s.id === form.values.survey_id)?.program_id ?? ''} />
        <FormProblem problem={server.problem} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t(wave ? 'outreach:form.save' : 'outreach:form.make')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:close')}</Button>
        </div>
        <p className={classes.soft}>{t('outreach:form.next')}</p>
      </form>
    </Card>
  );
}
