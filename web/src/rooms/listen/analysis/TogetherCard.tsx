import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { DataTable } from '@/ui/DataTable';
import type { Index } from '../coding/codes';
import type { Together } from './queries';
import classes from './Analysis.module.css';

/** Pairs shown before somebody asks for all. */
const first = 8;

/** Which codes meet in the same words. */
export function TogetherCard({ pairs, index }: { pairs: readonly Together[]; index: Index }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const name = (id: string) => index.codes.get(id)?.name ?? '';
  return (
    <Card title={t('analysis:together.title')} note={t('analysis:together.note')}>
      {pairs.length === 0 ? (
        <p className={classes.note}>{t('analysis:together.none')}</p>
      ) : (
        <DataTable
          label={t('analysis:together.label')}
          minWidth={300}
          columns={[
            { key: 'pair', header: t('analysis:together.pair'), cell: (p) => t('analysis:together.and', { a: name(p.a), b: name(p.b) }) },
            { key: 'passages', header: t('analysis:together.passages'), numeric: true, cell: (p) => p.passages },
            { key: 'people', header: t('analysis:together.people'), numeric: true, cell: (p) => p.people },
          ]}
          rows={all ? pairs : pairs.slice(0, first)}
          rowKey={(p) => p.a + p.b}
        />
      )}
      {!all && pairs.length > first && <Button mt={8} size="xs" variant="default" onClick={() => setAll(true)}>{t('analysis:together.all', { count: pairs.length })}</Button>}
    </Card>
  );
}
