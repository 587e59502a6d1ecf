import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { changeLanguage, type Language } from '@/i18n';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { sessionQuery, useSession } from './session';
import classes from './Form.module.css';

/** Name and language of the signed-in person. */
export function ProfileCard() {
  const { t } = useText();
  const { user } = useSession();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useForm<{ name: string; language: Language }>({
    mode: 'uncontrolled',
    initialValues: { name: user.name, language: user.language as Language },
  });
  const server = useServerForm(form);
  const save = (values: { name: string; language: Language }) =>
    server.send(async () => {
      cache.setQueryData(sessionQuery.queryKey, await body(api.PATCH('/api/session', { body: values })));
      await changeLanguage(values.language);
      toast({ message: t('access:profile.saved') });
    });

  return (
    <Card title={t('access:profile.title')} note={user.email}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void save(v))}>
        <FormProblem problem={server.problem} />
        <TextInput label={t('access:field.name')} autoComplete="name" required key={form.key('name')} {...form.getInputProps('name')} />
        <Select
          label={t('access:profile.language')} description={t('access:profile.languageWhy')} allowDeselect={false}
          data={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]}
          key={form.key('language')} {...form.getInputProps('language')}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:profile.save')}</Button>
        </div>
      </form>
    </Card>
  );
}
