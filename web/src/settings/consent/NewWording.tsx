import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import classes from './Consent.module.css';

const languages = ['en', 'fr'] as const;

/** A new version of a wording, in the languages of the house; what is left empty is not kept. */
export function NewWording({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm({ initialValues: { version: '', en: '', fr: '', other: '', language: '' } });
  const server = useServerForm(form);
  const { values } = form;
  const add = (v: typeof values) =>
    server.send(async () => {
      const texts = [...languages.map((language) => ({ language: language as string, text: v[language] })), { language: v.language, text: v.other }].filter((x) => x.text.trim() !== '');
      try {
        // The same text once more changes nothing, so what broke off may be sent again.
        for (const x of texts) await api.POST('/api/consent-texts', { body: { version: v.version, ...x } });
      } finally {
        await cache.invalidateQueries({ queryKey: ['consent-texts'] });
      }
      toast({ message: t('settings:consent.added', { version: v.version }) });
      onClose();
    });
  return (
    <Card title={t('settings:consent.addTitle')} note={t('settings:consent.addNote')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void add(v))}>
        {server.problem && <FormProblem problem={server.problem} />}
        <TextInput label={t('settings:consent.version')} description={t('settings:consent.versionHint')} required autoFocus maxLength={60} maw={320} {...form.getInputProps('version')} />
        <div className={classes.texts}>
          {languages.map((l) => (
            <Textarea key={l} lang={l} label={t(`settings:consent.in.${l}`)} autosize minRows={4} maxRows={14} maxLength={10_000} {...form.getInputProps(l)} />
          ))}
        </div>
        <details>
          <summary>{t('settings:consent.another')}</summary>
          <div className={classes.form}>
            <TextInput label={t('settings:consent.language')} description={t('settings:consent.languageHint')} maxLength={35} maw={320} {...form.getInputProps('language')} />
            <Textarea label={t('settings:consent.text')} autosize minRows={4} maxRows={14} maxLength={10_000} {...form.getInputProps('other')} />
          </div>
        </details>
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending} disabled={!values.version.trim() || !(values.en + values.fr + values.other).trim() || (values.other.trim() !== '' && !values.language.trim())}>
            {t('settings:consent.add')}
          </Button>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        </div>
      </form>
    </Card>
  );
}
