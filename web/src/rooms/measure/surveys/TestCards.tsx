import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { CopyOnce } from '@/ui/CopyOnce';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { useConfirm, useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { ChanceCard } from './ChanceCard';
import { testLinksQuery } from './queries';
import type { Survey, TestLink } from './wire';
import classes from './Surveys.module.css';

/** Trying a survey out: by links for colleagues, and by chance. */
export function TestCards({ survey, mayWrite }: { survey: Survey; mayWrite: boolean }) {
  return (
    <div className={classes.column}>
      <LinksCard survey={survey} mayWrite={mayWrite} />
      <ChanceCard survey={survey} mayWrite={mayWrite} />
    </div>
  );
}

function LinksCard({ survey, mayWrite }: { survey: Survey; mayWrite: boolean }) {
  const { t } = useText();
  const client = useQueryClient();
  const toast = useToast();
  const query = useQuery(testLinksQuery(survey.id));
  const [number, setNumber] = useState(0);
  const make = useMutation({
    mutationFn: () => body(api.POST('/api/surveys/{id}/test-links', { params: { path: { id: survey.id } }, body: { number } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['survey', survey.id, 'test-links'] }),
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  const links = query.data?.items ?? [];
  return (
    <Card title={t('surveys:test.title')} note={t('surveys:test.note')} actions={<Link to="/measures/surveys/$id/tests" params={{ id: survey.id }}>{t('surveys:test.toTests')}</Link>}>
      <div className={classes.column}>
        {mayWrite && (
          <div className={classes.tryOut}>
            <WhatToTest survey={survey} value={number} onChange={setNumber} label={t('surveys:test.what')} />
            <Button loading={make.isPending} onClick={() => make.mutate()}>{t('surveys:test.make')}</Button>
          </div>
        )}
        {make.data && <CopyOnce key={make.data.id} label={t('surveys:test.link')} secret={`${window.location.origin}${make.data.path}`} note={t('surveys:test.once')} />}
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && links.length === 0 && <EmptyState title={t('surveys:test.none')}>{t('surveys:test.noneWhy')}</EmptyState>}
        {links.length > 0 && <ul className={classes.met}>{links.map((link) => <OneLink key={link.id} survey={survey} link={link} mayWrite={mayWrite} />)}</ul>}
      </div>
    </Card>
  );
}

function OneLink({ survey, link, mayWrite }: { survey: Survey; link: TestLink; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const revoke = useMutation({
    mutationFn: () => body(api.DELETE('/api/surveys/{id}/test-links/{link}', { params: { path: { id: survey.id, link: link.id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['survey', survey.id, 'test-links'] });
      toast({ message: t('surveys:test.revoked') });
    },
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  const what = link.number === 0 ? t('surveys:test.draft') : t('surveys:versions.number', { n: link.number });
  const ask = () => confirm({ title: t('surveys:test.revokeTitle'), text: t('surveys:test.revokeText'), verb: t('surveys:test.revoke'), onConfirm: () => revoke.mutate() });
  return (
    <li>
      <span><strong>{what}</strong> {t('surveys:test.by', { day: format.dateTime(link.created_at), name: link.made_by })}</span>
      {mayWrite && <Button variant="subtle" size="compact-sm" disabled={revoke.isPending} onClick={ask} aria-label={t('surveys:test.revokeOf', { what, day: format.dateTime(link.created_at) })}>{t('surveys:test.revoke')}</Button>}
    </li>
  );
}

/** The draft as it stands, or a version that was published. */
export function WhatToTest({ survey, value, onChange, label }: { survey: Survey; value: number; onChange: (number: number) => void; label: string }) {
  const { t } = useText();
  const versions = Array.from({ length: survey.published }, (_, i) => survey.published - i);
  return (
    <NativeSelect
      label={label} value={String(value)} onChange={(e) => onChange(Number(e.currentTarget.value))}
      data={[{ value: '0', label: t('surveys:test.draft') }, ...versions.map((n) => ({ value: String(n), label: t('surveys:versions.number', { n }) }))]}
    />
  );
}
