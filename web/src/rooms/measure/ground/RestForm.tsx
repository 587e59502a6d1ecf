import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { findingsPages, useGroundChanges } from '../queries';
import type { Ground } from '../wire';
import classes from './Ground.module.css';

/** Chooses a finding for a measure to rest on. */
export function RestForm({ ground, onClose }: { ground: Ground; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useInfiniteQuery(findingsPages(ground.program_id));
  const { rest } = useGroundChanges();
  const under = new Set(ground.findings.map((f) => f.id));
  const all = (query.data?.pages.flatMap((p) => p.items) ?? []).filter((f) => !under.has(f.id) && f.state !== 'retired' && f.state !== 'contradicted');
  const save = () => chosen && rest.mutate({ ground, finding: chosen }, {
    onSuccess: () => { toast({ message: t('measure:rest.done', { name: ground.name }) }); onClose(); },
    onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
  });
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className={classes.form}>
      <Select
        label={t('measure:rest.which')} description={t(query.isSuccess && all.length === 0 ? 'measure:rest.none' : 'measure:rest.hint')} searchable value={chosen} onChange={setChosen}
        data={all.map((f) => ({ value: f.id, label: f.claim }))} nothingFoundMessage={t('measure:rest.notFound')} disabled={query.isPending || all.length === 0}
      />
      {query.hasNextPage && <Button variant="subtle" size="compact-sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('measure:rest.more')}</Button>}
      <div className={classes.actions}>
        <Button size="xs" onClick={save} disabled={!chosen} loading={rest.isPending}>{t('measure:rest.keep')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
      </div>
    </div>
  );
}
