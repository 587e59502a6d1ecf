import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { useLanguageName } from '../measures/useLanguageName';
import classes from '../measures/Measures.module.css';

/** A new survey: empty, in a language, or from a file of a questionnaire. */
export function NewSurvey({ program, onClose }: { program: string; onClose: () => void }) {
  const { t, i18n } = useText();
  const nameOf = useLanguageName();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', slug: '', language: i18n.language.startsWith('fr') ? 'fr' : 'en' } });
  const server = useServerForm(form as never);
  const make = (document?: unknown) =>
    server.send(async () => {
      const made = await body(api.POST('/api/surveys', { body: { program_id: program, ...form.values, slug: form.values.slug || undefined, document: document as never } }));
      await client.invalidateQueries({ queryKey: ['surveys'] });
      await navigate({ to: '/measures/surveys/$id', params: { id: made.id } });
    });
  const read = async (file: File) => {
    let document: unknown;
    try {
      document = JSON.parse(await file.text());
    } catch {
      form.setFieldError('name', t('surveys:new.notJSON'));
      return;
    }
    await make(document);
  };
  return (
    <Card title={t('surveys:new.title')} note={t('surveys:new.note')} actions={<Button variant="default" size="xs" onClick={onClose}>{t('ui:close')}</Button>}>
      <form className={classes.form} onSubmit={form.onSubmit(() => void make())}>
        <FormProblem problem={server.problem} />
        <div className={classes.three}>
          <TextInput label={t('measure:field.name')} required maxLength={300} {...form.getInputProps('name')} />
          <TextInput label={t('surveys:new.slug')} description={t('surveys:new.slugHint')} maxLength={40} {...form.getInputProps('slug')} />
          <NativeSelect label={t('surveys:new.language')} data={['en', 'fr', 'de', 'es', 'it', 'nl', 'nb', 'sv'].map((value) => ({ value, label: nameOf(value) }))} {...form.getInputProps('language')} />
        </div>
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending} disabled={!form.values.name.trim()}>{t('surveys:new.make')}</Button>
        </div>
        {form.values.name.trim() && <FileDrop accept=".json,application/json" busy={server.sending} onFile={(file) => void read(file)}>{t('surveys:new.file')}</FileDrop>}
      </form>
    </Card>
  );
}
