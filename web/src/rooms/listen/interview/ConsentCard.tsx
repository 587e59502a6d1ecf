import { Button, Radio, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useConfirm, useToast } from '@/ui/confirm';
import { useServerForm } from '@/ui/useServerForm';
import { useListenChanges, wordingsQuery } from '../queries';
import { consentLevels, type Interview } from '../wire';
import classes from '../Listen.module.css';

/** What the person agreed to, and by which wording. */
export function ConsentCard({ interview, may }: { interview: Interview; may: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const now = interview.consent ? t(`listen:consent.${interview.consent}`) : t('listen:consent.none');
  return (
    <Card title={t('listen:consent.title')} note={[now, interview.consent_text && t('listen:consent.version', { version: interview.consent_text }), interview.consent_at && format.date(interview.consent_at)].filter(Boolean).join(' · ')}>
      <p className={classes.note}>{t(`listen:consent.means.${interview.consent ?? 'none'}`)}</p>
      {may && <Editor interview={interview} />}
    </Card>
  );
}

function Editor({ interview }: { interview: Interview }) {
  const { t } = useText();
  const toast = useToast();
  const confirm = useConfirm();
  const { setConsent } = useListenChanges();
  const wordings = useQuery(wordingsQuery).data?.items ?? [];
  const versions = [...new Set(wordings.map((w) => w.version))];
  const form = useForm({ initialValues: { level: interview.consent ?? '', text_version: interview.consent_text ?? versions[0] ?? '' } });
  const { problem, sending, send } = useServerForm(form);
  const { level } = form.values;
  const save = (level: '' | (typeof consentLevels)[number]) => send(async () => {
    await setConsent.mutateAsync({ interview, consent: { level, text_version: level ? form.values.text_version || versions[0] : undefined } });
    toast({ message: t('listen:saved') });
  });
  const submit = () => {
    const chosen = consentLevels.find((l) => l === level);
    if (!chosen) return;
    if (chosen === 'anonymous' && (interview.customer || interview.account)) {
      confirm({ title: t('listen:consent.anonymousTitle'), text: t('listen:consent.anonymousText'), verb: t('listen:save'), onConfirm: () => void save(chosen) });
    } else void save(chosen);
  };
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Radio.Group label={t('listen:consent.level')} {...form.getInputProps('level')}>
        <Stack gap={6} mt={6}>{consentLevels.map((l) => <Radio key={l} value={l} label={t(`listen:consent.${l}`)} description={t(`listen:consent.means.${l}`)} />)}</Stack>
      </Radio.Group>
      <Select
        mt={12} label={t('listen:consent.wording')} description={versions.length === 0 ? t('listen:consent.noWording') : undefined} allowDeselect={false} data={versions}
        value={form.values.text_version || versions[0] || null} error={form.errors.text_version} onChange={(v) => form.setFieldValue('text_version', v ?? '')}
      />
      <FormProblem problem={problem} />
      <div className={classes.end}>
        {interview.consent && <Button variant="subtle" onClick={() => confirm({ title: t('listen:consent.backTitle'), text: t('listen:consent.backText'), verb: t('listen:consent.back'), onConfirm: () => void save('') })}>{t('listen:consent.back')}</Button>}
        <Button type="submit" loading={sending} disabled={!level || versions.length === 0}>{t('listen:save')}</Button>
      </div>
    </form>
  );
}
