import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import { PersonSelect } from '@/ui/PersonSelect';
import { useListenChanges } from '../queries';
import { interviewKinds, type Interview } from '../wire';
import classes from '../Listen.module.css';

/** What researchers keep of an interview: who leads it, its pseudonym, notes, and what was followed up. */
export function InterviewForm({ interview, may }: { interview: Interview; may: boolean }) {
  const { t } = useText();
  const toast = useToast();
  const { changeInterview } = useListenChanges();
  const form = useForm({
    initialValues: {
      pseudonym: interview.pseudonym, kind: interview.kind, side: interview.side ?? '', role: interview.role ?? '', owner_id: interview.owner_id ?? '', due: interview.due ?? '', language: interview.language ?? '',
      project: interview.project ?? '', proposal: interview.proposal ?? '', notes: interview.notes ?? '', followed_up: interview.followed_up ?? '',
    },
  });
  const { problem, sending, send } = useServerForm(form);
  const submit = () => send(async () => {
    const { side, ...rest } = form.values;
    await changeInterview.mutateAsync({ interview, change: { ...rest, side: side as 'for' | 'against' | '' } });
    toast({ message: t('listen:saved') });
  });
  const off = { disabled: !may };
  return (
    <Card title={t('listen:form.title')} note={t('listen:form.note')}>
      <form onSubmit={form.onSubmit(() => void submit())}>
        <div className={classes.fields}>
          <TextInput label={t('listen:form.pseudonym')} required maxLength={40} {...off} {...form.getInputProps('pseudonym')} />
          <PersonSelect label={t('listen:ask.owner')} value={form.values.owner_id} known={interview.owner_name} disabled={!may} onChange={(v) => form.setFieldValue('owner_id', v)} />
          <TextInput type="date" label={t('listen:ask.due')} {...off} {...form.getInputProps('due')} />
          <Select label={t('listen:ask.kind')} allowDeselect={false} data={interviewKinds.map((k) => ({ value: k, label: t(`listen:kind.${k}`) }))} {...off} {...form.getInputProps('kind')} />
          <Select
            label={t('listen:ask.side')} allowDeselect={false} {...off} {...form.getInputProps('side')}
            data={[{ value: '', label: t('listen:side.unsaid') }, { value: 'for', label: t('listen:side.for') }, { value: 'against', label: t('listen:side.against') }]}
          />
          <Select label={t('listen:ask.language')} allowDeselect={false} data={[{ value: '', label: t('listen:language.unsaid') }, { value: 'en', label: t('listen:language.en') }, { value: 'fr', label: t('listen:language.fr') }]} {...off} {...form.getInputProps('language')} />
          <TextInput label={t('listen:form.role')} maxLength={120} {...off} {...form.getInputProps('role')} />
          <TextInput label={t('listen:ask.project')} {...off} {...form.getInputProps('project')} />
          <TextInput label={t('listen:ask.proposal')} {...off} {...form.getInputProps('proposal')} />
          <Textarea className={classes.wide} label={t('listen:form.notes')} autosize minRows={3} maxRows={16} {...off} {...form.getInputProps('notes')} />
          <Textarea className={classes.wide} label={t('listen:form.followedUp')} description={t('listen:form.followedUpHint')} autosize minRows={2} maxRows={12} {...off} {...form.getInputProps('followed_up')} />
        </div>
        <FormProblem problem={problem} />
        {may && <div className={classes.end}><Button type="submit" loading={sending} disabled={!form.isDirty()}>{t('listen:save')}</Button></div>}
      </form>
    </Card>
  );
}
