import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import classes from './Codebook.module.css';

interface AddFormProps {
  label: string;
  /** What is said once it is there. */
  said: (name: string) => string;
  add: (name: string) => Promise<void>;
}

/** One field and a button: a family or a code by its name. */
export function AddForm({ label, said, add }: AddFormProps) {
  const { t } = useText();
  const toast = useToast();
  const form = useForm({ initialValues: { name: '' } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit(({ name }) =>
    void send(async () => {
      await add(name);
      form.reset();
      toast({ message: said(name.trim()) });
    }),
  );
  return (
    <form onSubmit={submit} className={classes.add}>
      <TextInput label={label} required maxLength={120} size="sm" {...form.getInputProps('name')} />
      <Button type="submit" variant="default" size="sm" loading={sending}>{t('analysis:edit.add')}</Button>
      {problem && <FormProblem problem={problem} />}
    </form>
  );
}
