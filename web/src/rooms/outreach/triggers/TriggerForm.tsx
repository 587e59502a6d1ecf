import { Button, NativeSelect, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { lettersQuery, segmentsQuery, traitChoicesQuery } from '../queries';
import type { Survey } from '../wire';
import { HourFields } from '../waves/HourFields';
import { RemindersField } from '../waves/RemindersField';
import { draftOf, settingsOf, type TriggerDraft } from './draft';
import { EventField } from './EventField';
import { followableQuery } from './queries';
import type { Trigger } from './wire';
import classes from '../Outreach.module.css';

interface TriggerFormProps {
  program: string;
  /** What may be asked; of a trigger that is changed, its own survey. */
  surveys: readonly Pick<Survey, 'id' | 'name'>[];
  trigger?: Trigger;
  onSaved: (trigger: Trigger) => void;
  onClose: () => void;
}

/** Makes a trigger, or changes one. */
export function TriggerForm({ program, surveys, trigger: now, onSaved, onClose }: TriggerFormProps) {
  const { t } = useText();
  const client = useQueryClient();
  // As it was when the form was opened: what is read anew meanwhile is not written over.
  const [trigger] = useState(now);
  const form = useForm<TriggerDraft>({ initialValues: draftOf(trigger, surveys[0]?.id) });
  const server = useServerForm(form);
  const segments = useQuery(segmentsQuery).data?.items ?? [];
  const others = (useQuery(followableQuery(program)).data?.items ?? []).filter((o) => !trigger || o.id < trigger.id);
  const letters = useQuery({ ...lettersQuery(program), enabled: form.values.settings.by === 'mail' });
  const { after, unit, settings } = form.values;
  const traits = useQuery({ ...traitChoicesQuery, enabled: settings.local.on }).data;
  const save = async (values: TriggerDraft) => {
    const done = await server.send(async () => {
      const all = { name: values.name, settings: settingsOf(values, traits) };
      const saved = trigger
        ? await body(api.PATCH('/api/triggers/{id}', { params: { path: { id: trigger.id }, header: { 'If-Match': `"${trigger.version}"` } }, body: all }))
        : await body(api.POST('/api/triggers', { body: { ...all, survey_id: values.survey_id } }));
      await client.invalidateQueries({ queryKey: ['triggers'] });
      onSaved(saved);
    });
    if (!done) await client.invalidateQueries({ queryKey: ['triggers'] });
  };
  return (
    <Card title={trigger ? undefined : t('outreach:trigger.new')} note={trigger ? undefined : t('outreach:trigger.newNote')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))} noValidate>
        <div className={classes.two}>
          <TextInput label={t('outreach:field.name')} required maxLength={300} {...form.getInputProps('name')} />
          {trigger ? <TextInput label={t('outreach:field.survey')} readOnly value={trigger.survey_name} /> : (
            <NativeSelect label={t('outreach:field.survey')} required data={surveys.map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('survey_id')} />
          )}
        </div>
        <fieldset className={classes.set}>
          <legend>{t('outreach:trigger.when')}</legend>
          {(others.length > 0 || after === 'trigger') && (
            <Radio.Group aria-label={t('outreach:trigger.when')} {...form.getInputProps('after')}>
              <Stack gap={6}>{(['event', 'trigger'] as const).map((what) => <Radio key={what} value={what} label={t(`outreach:trigger.after.${what}`)} description={t(`outreach:trigger.afterHint.${what}`)} />)}</Stack>
            </Radio.Group>
          )}
          <div className={classes.two}>
            {after === 'event' && <EventField value={settings.event} error={form.errors['settings.event']} onChange={(name) => form.setFieldValue('settings.event', name)} />}
            {after === 'trigger' && <Select label={t('outreach:trigger.follows')} description={t('outreach:trigger.followsHint')} required allowDeselect={false} data={others.map((o) => ({ value: o.id, label: o.name }))} {...form.getInputProps('settings.after_id')} />}
            <div className={classes.days}>
              <NumberInput label={t('outreach:trigger.wait')} min={0} max={unit === 'days' ? 365 : 8760} allowDecimal={false} allowNegative={false} w={110} {...form.getInputProps('wait')} error={form.errors['settings.wait_hours']} />
              <NativeSelect aria-label={t('outreach:trigger.unit')} data={(['hours', 'days'] as const).map((value) => ({ value, label: t(`outreach:trigger.units.${value}`) }))} {...form.getInputProps('unit')} />
            </div>
          </div>
          <Select
            label={t('outreach:trigger.segment')} description={t('outreach:trigger.segmentHint')} clearable searchable nothingFoundMessage={t('outreach:people.nothing')} clearButtonProps={{ 'aria-label': t('outreach:trigger.anybody') }}
            placeholder={t('outreach:trigger.anybody')} data={segments.map((s) => ({ value: s.id, label: s.name }))} error={form.errors['settings.segment_id'] ?? form.errors['settings.people.segment_id']}
            value={settings.segment_id || null} onChange={(id) => form.setFieldValue('settings.segment_id', id ?? '')}
          />
        </fieldset>
        <fieldset className={classes.set}>
          <legend>{t('outreach:way.title')}</legend>
          <Radio.Group aria-label={t('outreach:way.title')} {...form.getInputProps('settings.by')}>
            <Stack gap={6}>{(['links', 'mail'] as const).map((way) => <Radio key={way} value={way} label={t(`outreach:way.${way}`)} description={t(`outreach:way.${way}Hint`)} />)}</Stack>
          </Radio.Group>
          {settings.by === 'mail' && (
            <>
              {letters.isError && <ErrorState error={letters.error} retry={() => void letters.refetch()} />}
              {letters.data?.items.length === 0 ? <p className={classes.soft}>{t('letters:noLetter')} <Link to="/outreach/letters" search={{ program }}>{t('letters:tab')}</Link></p> : (
                <NativeSelect label={t('letters:field')} required data={[{ value: '', label: t('letters:choose') }, ...(letters.data?.items ?? []).map((l) => ({ value: l.id, label: l.name }))]} {...form.getInputProps('settings.letter_id')} />
              )}
              <HourFields hour={settings.local} errors={form.errors} onChange={(hour) => { form.setFieldValue('settings.local', hour); form.clearFieldError('settings.local.time'); }} />
              <RemindersField days={settings.reminders} error={form.errors['settings.reminders']} onChange={(days) => form.setFieldValue('settings.reminders', days)} />
            </>
          )}
        </fieldset>
        <FormProblem problem={server.problem} />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t(trigger ? 'outreach:form.save' : 'outreach:form.make')}</Button>
          <Button variant="default" onClick={onClose}>{t('ui:close')}</Button>
        </div>
      </form>
    </Card>
  );
}
