import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useServerForm } from '@/ui/useServerForm';
import { Frame } from './Frame';
import { useEnter } from './useEnter';
import classes from './Form.module.css';

interface CodeStepProps {
  credentials: { email: string; password: string };
  next?: string;
  onBack: () => void;
}

/** The second step of signing in: a code of the app, or a recovery code. */
export function CodeStep({ credentials, next, onBack }: CodeStepProps) {
  const { t } = useText();
  const enter = useEnter();
  const form = useForm({ mode: 'uncontrolled', initialValues: { code: '' } });
  const server = useServerForm(form);
  const send = (code: string) =>
    server.send(async () => enter(await body(api.POST('/api/session', { body: { ...credentials, code: code.trim() } })), next));

  return (
    <Frame title={t('access:code.title')} lead={t('access:code.lead')}>
      <form className={classes.form} onSubmit={form.onSubmit((v) => void send(v.code))}>
        <FormProblem problem={server.problem} />
        <TextInput
          label={t('access:field.code')} autoComplete="one-time-code" autoCapitalize="off" spellCheck={false} required autoFocus
          key={form.key('code')} {...form.getInputProps('code')}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={server.sending}>{t('access:signIn.do')}</Button>
          <Button variant="subtle" onClick={onBack}>{t('access:code.back')}</Button>
        </div>
      </form>
    </Frame>
  );
}
