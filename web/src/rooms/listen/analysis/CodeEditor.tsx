import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import type { Book, Code } from '../coding/wire';
import { CodeHistory } from './CodeHistory';
import type { BookChanges } from './books';
import classes from './Codebook.module.css';

interface CodeEditorProps {
  code: Code;
  book: Book;
  changes: BookChanges;
  may: boolean;
}

/** What a code means, and what may become of it. */
export function CodeEditor({ code, book, changes, may }: CodeEditorProps) {
  const { t } = useText();
  const toast = useToast();
  const form = useForm({ initialValues: { name: code.name, definition: code.definition, use_when: code.use_when, not_when: code.not_when, example: code.example, family_id: code.family_id } });
  const { problem, sending, send } = useServerForm(form);
  const submit = form.onSubmit((values) =>
    void send(async () => {
      await changes.changeCode.mutateAsync({ code, change: values });
      toast({ message: t('analysis:edit.saved', { name: values.name }) });
    }),
  );
  return (
    <div className={classes.editor}>
      <form onSubmit={submit}>
        <fieldset disabled={!may} className={classes.fields}>
          <TextInput label={t('analysis:edit.name')} required maxLength={120} {...form.getInputProps('name')} />
          <Select label={t('analysis:edit.family')} allowDeselect={false} data={(book.families ?? []).map((f) => ({ value: f.id, label: f.name }))} disabled={!may} {...form.getInputProps('family_id')} />
          <Textarea className={classes.wide} label={t('analysis:edit.definition')} autosize minRows={2} {...form.getInputProps('definition')} />
          <Textarea label={t('analysis:edit.use')} autosize minRows={2} {...form.getInputProps('use_when')} />
          <Textarea label={t('analysis:edit.not')} autosize minRows={2} {...form.getInputProps('not_when')} />
          <Textarea className={classes.wide} label={t('analysis:edit.example')} description={t('analysis:edit.exampleNote')} autosize minRows={1} {...form.getInputProps('example')} />
        </fieldset>
        {problem && <FormProblem problem={problem} />}
        {may && <Button type="submit" size="sm" mt={10} loading={sending}>{t('analysis:edit.save')}</Button>}
      </form>
      {may && <Fate code={code} book={book} changes={changes} />}
      <CodeHistory book={book} code={code} />
    </div>
  );
}

/** Merging a code into another, or taking it out of use; both can be undone. */
function Fate({ code, book, changes }: Omit<CodeEditorProps, 'may'>) {
  const { t } = useText();
  const toast = useToast();
  const [into, setInto] = useState<string | null>(null);
  const others = (book.codes ?? []).filter((c) => c.state === 'active' && c.id !== code.id).map((c) => ({ value: c.id, label: c.name }));
  const merge = () =>
    into && changes.merge.mutate({ code, into }, { onSuccess: (c) => toast({ message: t('analysis:edit.merged', { name: code.name }), undo: c ? () => changes.unmerge.mutate(c) : undefined }) });
  const retire = () =>
    changes.retire.mutate(code, { onSuccess: (c) => toast({ message: t('analysis:edit.retired', { name: code.name }), undo: c ? () => changes.restore.mutate(c) : undefined }) });
  return (
    <div className={classes.fate}>
      <Select label={t('analysis:edit.mergeWhich', { name: code.name })} description={t('analysis:edit.mergeWhy')} data={others} value={into} onChange={setInto} searchable clearable size="sm" />
      <Button size="sm" variant="default" disabled={!into} loading={changes.merge.isPending} onClick={merge}>{t('analysis:edit.mergeDo')}</Button>
      <Button size="sm" variant="default" component={Link} to={`/listen/codebooks/${book.id}/codes/${code.id}/split`}>{t('analysis:split.go')}</Button>
      <Button size="sm" variant="default" loading={changes.retire.isPending} onClick={retire}>{t('analysis:edit.retire')}</Button>
    </div>
  );
}
