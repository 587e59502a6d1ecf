import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import type { Indicator, Program } from '../wire';
import { IndicatorForm } from './IndicatorForm';
import { IndicatorRow } from './IndicatorRow';
import { indicatorsQuery } from './queries';
import { ValuesFile } from './ValuesFile';

/** What the company gets back: series by unit and period. They stand below what customers get. */
export function IndicatorsCard({ program, mayWrite }: { program: Program; mayWrite: boolean }) {
  const { t } = useText();
  const query = useQuery(indicatorsQuery(program.id));
  const mayTake = useMay('import.run');
  const [editing, setEditing] = useState<Indicator | 'new' | null>(null);
  const [taking, setTaking] = useState(false);
  const items = query.data?.items ?? [];
  const add = mayWrite && <Button size="xs" variant="default" onClick={() => setEditing('new')}>{t('purpose:indicator.add')}</Button>;
  const take = mayTake && items.length > 0 && <Button size="xs" variant="default" onClick={() => setTaking(true)}>{t('purpose:values.take')}</Button>;

  return (
    <Card title={t('purpose:indicators.title')} note={t('purpose:indicators.note')} actions={items.length > 0 && <>{take}{add}</>}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <EmptyState title={t('purpose:indicators.none')} action={add}>{t('purpose:indicators.noneWhy')}</EmptyState>}
      {items.map((i) => <IndicatorRow key={i.id} indicator={i} program={program} mayWrite={mayWrite} onEdit={() => setEditing(i)} />)}
      {editing && <IndicatorForm indicator={editing === 'new' ? undefined : editing} program={program} onClose={() => setEditing(null)} />}
      {taking && <ValuesFile program={program} indicators={items} onClose={() => setTaking(false)} />}
    </Card>
  );
}
