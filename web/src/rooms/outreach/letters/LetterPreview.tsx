import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { openSurveysQuery } from '../queries';
import type { Content } from '../wire';
import classes from '../Outreach.module.css';

interface LetterPreviewProps {
  program: string;
  document: Content;
  language: string;
  mayTest: boolean;
}

// The frame's styles need the page's own mark to be let through; a mail program asks for none.
const nonceOfPage = () => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

/** How a letter reads: to somebody, or to nobody in particular, as it is being written. */
export function LetterPreview({ program, document, language, mayTest }: LetterPreviewProps) {
  const { t } = useText();
  const toast = useToast();
  const surveys = useQuery(openSurveysQuery(program));
  const open = surveys.data?.items ?? [];
  const [picked, pick] = useState('');
  const [look, setLook] = useState('wide');
  const [search, setSearch] = useState('');
  const [customer, setCustomer] = useState('');
  const survey = picked || open[0]?.id || '';
  const [settled] = useDebouncedValue(document, 500);
  const [typed] = useDebouncedValue(search, 300);
  const found = useQuery({
    queryKey: ['customers', 'for a letter', typed], enabled: typed.trim().length > 1,
    queryFn: () => body(api.GET('/api/customers', { params: { query: { search: typed, limit: 10 } } })),
  });
  const ask = { survey_id: survey, customer_id: customer || undefined, language, letter: settled };
  const preview = useQuery({
    queryKey: ['letter preview', ask], enabled: survey !== '', placeholderData: keepPreviousData, retry: false, meta: { quiet: true },
    queryFn: () => body(api.POST('/api/letters/preview', { body: ask })),
  });
  const test = useMutation({
    mutationFn: () => body(api.POST('/api/letters/test', { body: { ...ask, letter: document } })),
    onSuccess: (r) => toast({ message: r.sent ? t('letters:preview.sent', { to: r.to }) : t('letters:preview.notSent', { trouble: r.trouble ?? '' }) }),
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  return (
    <Card title={t('letters:preview.title')} note={t('letters:preview.note')} actions={mayTest && survey && <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate()}>{t('letters:preview.test')}</Button>}>
      {surveys.isPending && <Loading />}
      {surveys.isSuccess && open.length === 0 && <EmptyState title={t('letters:noSurvey')} action={<Link to="/measures/surveys" search={{ program }}>{t('letters:surveys')}</Link>}>{t('letters:preview.noSurvey')}</EmptyState>}
      {open.length > 0 && (
        <div className={classes.form}>
          <div className={classes.two}>
            <NativeSelect label={t('letters:survey')} value={survey} data={open.map((s) => ({ value: s.id, label: s.name }))} onChange={(e) => pick(e.currentTarget.value)} />
            <TextInput label={t('letters:preview.find')} value={search} maxLength={200} onChange={(e) => { setSearch(e.currentTarget.value); setCustomer(''); }} />
            {(found.data?.items.length ?? 0) > 0 && (
              <NativeSelect
                label={t('letters:preview.to')} value={customer} onChange={(e) => setCustomer(e.currentTarget.value)}
                data={[{ value: '', label: t('letters:preview.nobody') }, ...(found.data?.items ?? []).map((c) => ({ value: c.id, label: c.name || c.key }))]}
              />
            )}
          </div>
          <SegmentedControl
            aria-label={t('letters:preview.look')} value={look} onChange={setLook} fullWidth={false}
            data={[{ value: 'wide', label: t('letters:preview.wide') }, { value: 'narrow', label: t('letters:preview.narrow') }, { value: 'text', label: t('letters:preview.text') }]}
          />
          {preview.isError && <p className={classes.problem} role="status">{problemText(t, asProblem(preview.error))}</p>}
          {preview.data && !preview.isError && (
            <>
              <p className={classes.soft}>{t('letters:subjectIs')} <strong lang={preview.data.language}>{preview.data.subject}</strong></p>
              {look === 'text'
                ? <pre className={classes.plain} lang={preview.data.language} tabIndex={0}>{preview.data.text}</pre>
                : <iframe className={classes.frame} data-narrow={look === 'narrow' || undefined} sandbox="" title={t('letters:preview.frame')} srcDoc={preview.data.html.replace('<style>', `<style nonce="${nonceOfPage()}">`)} />}
            </>
          )}
        </div>
      )}
    </Card>
  );
}
