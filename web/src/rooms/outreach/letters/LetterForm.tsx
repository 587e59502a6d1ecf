import { Button, Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { Page } from '@/ui/Page';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useServerForm } from '@/ui/useServerForm';
import { useMayAsk } from '../useMayAsk';
import type { Content, Letter } from '../wire';
import { LetterPreview } from './LetterPreview';
import classes from '../Outreach.module.css';

const parts = ['subject', 'preheader', 'text', 'button', 'signature'] as const;
const tongues = ['en', 'fr', 'de', 'es', 'it', 'nl', 'nb', 'sv'];

/** The words of a letter, one language at a time, kept when they are saved. */
export function LetterForm({ letter: first }: { letter: Letter }) {
  const { t, i18n } = useText();
  const client = useQueryClient();
  const toast = useToast();
  const [letter, setLetter] = useState(first);
  const may = useMayAsk(letter.program_id);
  const form = useForm<{ name: string; document: Content }>({ initialValues: { name: letter.name, document: letter.document } });
  const server = useServerForm(form as never);
  const doc = form.values.document;
  const [chosen, choose] = useState(doc.languages[0] ?? 'en');
  const language = doc.languages.includes(chosen) ? chosen : (doc.languages[0] ?? 'en');
  const nameOf = (code: string) => new Intl.DisplayNames([i18n.language], { type: 'language' }).of(code) ?? code;
  const save = () => server.send(async () => {
    const now = await body(api.PATCH('/api/letters/{id}', { params: { path: { id: letter.id }, header: { 'If-Match': `"${letter.version}"` } }, body: form.values }));
    setLetter(now);
    form.resetDirty();
    client.setQueryData(['letter', letter.id], now);
    await client.invalidateQueries({ queryKey: ['letters'] });
    toast({ message: t('letters:saved') });
  });
  const missing = parts.filter((part) => letter.missing.includes(`${part}.${language}`));
  const add = (code: string) => {
    if (!code) return;
    form.setFieldValue('document.languages', [...doc.languages, code] as never);
    choose(code);
  };
  return (
    <Page title={letter.name} lead={t('letters:letter.lead')} actions={may && <Actions letter={letter} />}>
      <div className={classes.work}>
        <Card title={t('letters:letter.words')} note={t('letters:letter.note')}>
          <form className={classes.form} onSubmit={form.onSubmit(() => void save())}>
            <FormProblem problem={server.problem} />
            <TextInput label={t('letters:name')} required maxLength={300} disabled={!may} {...form.getInputProps('name')} />
            <div className={classes.two}>
              <NativeSelect label={t('letters:letter.language')} value={language} data={doc.languages.map((value) => ({ value, label: nameOf(value) }))} onChange={(e) => choose(e.currentTarget.value)} />
              {may && <NativeSelect label={t('letters:letter.addLanguage')} value="" data={[{ value: '', label: t('letters:choose') }, ...tongues.filter((x) => !doc.languages.includes(x)).map((value) => ({ value, label: nameOf(value) }))]} onChange={(e) => add(e.currentTarget.value)} />}
            </div>
            {missing.length > 0 && <p className={classes.problem} role="status">{t('letters:letter.missing', { parts: missing.map((p) => t(`letters:part.${p}`)).join(', ') })}</p>}
            <div key={language} lang={language} className={classes.form}>
              {parts.map((part) => {
                const props = form.getInputProps(`document.${part}.${language}`);
                const common = { label: t(`letters:part.${part}`), disabled: !may, ...props, value: (props.value as string | undefined) ?? '' };
                return part === 'text' || part === 'signature' ? <Textarea key={part} autosize minRows={part === 'text' ? 6 : 2} maxRows={24} {...common} /> : <TextInput key={part} {...common} />;
              })}
            </div>
            <p className={classes.soft}>{t('letters:letter.placeholders')}</p>
            <Checkbox label={t('letters:letter.scale')} description={t('letters:letter.scaleHint')} disabled={!may} {...form.getInputProps('document.scale', { type: 'checkbox' })} />
            <div className={classes.two}>
              <TextInput label={t('letters:letter.sender')} description={t('letters:letter.senderHint')} maxLength={100} disabled={!may} {...form.getInputProps('document.sender')} value={doc.sender ?? ''} />
              <TextInput label={t('letters:letter.replyTo')} maxLength={254} disabled={!may} {...form.getInputProps('document.reply_to')} value={doc.reply_to ?? ''} />
            </div>
            {may && <div className={classes.actions}><Button type="submit" variant={form.isDirty() ? 'filled' : 'default'} loading={server.sending}>{t('letters:letter.save')}</Button></div>}
          </form>
        </Card>
        <LetterPreview program={letter.program_id} document={doc} language={language} mayTest={may} />
      </div>
    </Page>
  );
}

function Actions({ letter }: { letter: Letter }) {
  const { t } = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const confirm = useConfirm();
  const onError = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const copy = useMutation({
    mutationFn: () => body(api.POST('/api/letters', { body: { program_id: letter.program_id, name: t('surveys:copyName', { name: letter.name }), document: letter.document } })),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['letters'] });
      await navigate({ to: '/outreach/letters/$id', params: { id: made.id } });
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: () => body(api.DELETE('/api/letters/{id}', { params: { path: { id: letter.id }, header: { 'If-Match': `"${letter.version}"` } } })),
    onSuccess: async () => {
      await navigate({ to: '/outreach/letters', search: { program: letter.program_id } });
      await client.invalidateQueries({ queryKey: ['letters'] });
      toast({ message: t('letters:removed', { name: letter.name }) });
    },
    onError,
  });
  return (
    <>
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>{t('surveys:copy')}</Button>
      <Button variant="default" loading={remove.isPending} onClick={() => confirm({ title: t('letters:askRemove', { name: letter.name }), text: t('letters:removal'), verb: t('letters:remove'), onConfirm: () => remove.mutate() })}>{t('letters:remove')}</Button>
    </>
  );
}
