import { Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useText } from '@/i18n/useText';
import classes from '../People.module.css';
import { ways } from './queries';

/** What is written down of a request, as a form holds it; days without a time. */
export interface RequestValues extends Record<string, unknown> {
  due_at: string;
  came_by: string;
  asked_by: string;
  identity: string;
  notes: string;
}

/** How a request came, from whom, how they were known, and by when it is due. */
export function RequestFields<Values extends RequestValues>({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useText();
  return (
    <>
      <TextInput type="date" label={t('people:rights.due')} description={t('people:rights.dueHint')} key={form.key('due_at')} {...form.getInputProps('due_at')} />
      <Select
        label={t('people:rights.cameBy')} description={t('people:optional')} clearable data={ways.map((w) => ({ value: w, label: t(`people:rights.way.${w}`) }))}
        key={form.key('came_by')} {...form.getInputProps('came_by')} value={form.getValues().came_by || null}
      />
      <TextInput label={t('people:rights.askedBy')} description={t('people:rights.askedByHint')} maxLength={200} key={form.key('asked_by')} {...form.getInputProps('asked_by')} />
      <TextInput label={t('people:rights.identity')} description={t('people:rights.identityHint')} maxLength={1000} key={form.key('identity')} {...form.getInputProps('identity')} />
      <Textarea className={classes.whole} label={t('people:rights.notes')} description={t('people:rights.notesHint')} autosize minRows={2} maxLength={4000} key={form.key('notes')} {...form.getInputProps('notes')} />
    </>
  );
}
