import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { Page } from '@/ui/Page';
import { useConfirm } from '@/ui/confirm';
import { PreviewCard } from '../preview/PreviewCard';
import { importQuery } from '../queries';
import type { Import } from '../wire';
import { columnsShown, kindOf, type Shown } from './changes';
import { ColumnsTable } from './ColumnsTable';
import { EventFileCard } from './EventFileCard';
import { FileCard } from './FileCard';
import { JoinsCard } from './JoinsCard';
import { KindCard } from './KindCard';
import { PartyFileCard } from './PartyFileCard';
import { ReadingCard } from './ReadingCard';
import { Questions } from './Questions';
import { StartBar } from './StartBar';
import { useMapping } from './useMapping';
import classes from './MappingStep.module.css';

const looks = ['all', 'used', 'unused', 'doubtful'] as const;

/** A file before it is taken in: how each column is read, and the first rows as they will be. */
export function MappingStep({ item }: { item: Import }) {
  const { t } = useText();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const draft = useMapping(item);
  const { mapping } = draft;
  const kind = kindOf(mapping);
  const [shown, setShown] = useState<Shown>('all');
  const [find, setFind] = useState('');

  const doubtful = new Set([
    ...item.guesses.filter((g) => g.confidence < 0.6 && g.role !== 'ignore').map((g) => g.index),
    ...item.questions.map((q) => q.index),
    ...draft.byColumn.keys(),
  ]);
  const columns = columnsShown(mapping, { shown, find, doubtful });
  const start = useMutation({
    mutationFn: async () => {
      await draft.saveNow();
      return body(api.POST('/api/imports/{id}/start', { params: { path: { id: item.id } } }));
    },
    onSuccess: (started) => client.setQueryData(importQuery(item.id).queryKey, started),
  });
  const discard = useMutation({
    mutationFn: () => body(api.DELETE('/api/imports/{id}', { params: { path: { id: item.id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: '/import' });
    },
  });
  const failed = start.error ?? discard.error;
  const problem = failed ? asProblem(failed) : draft.problem;
  const elsewhere = problem && (problem.fields.length === 0 || draft.general.length > 0 || failed) ? problem : null;
  const written = t('collect:mapping.written', {
    rows: format.number(item.file.rows), columns: format.number(item.columns.length), encoding: item.file.encoding.toUpperCase(), size: format.bytes(item.file.size),
  });

  return (
    <Page title={t('collect:mapping.title', { file: item.file.name })} lead={`${written} ${t('collect:mapping.lead')}`}>
      <Questions item={item} mapping={mapping} onChange={draft.change} onShow={(c) => { setShown('all'); setFind(mapping.columns[c]?.name ?? ''); }} />
      <div className={classes.stack}>
        <KindCard item={item} onRead={draft.readAs} trying={draft.trying} />
        <ReadingCard file={item.file} onRead={draft.readAs} trying={draft.trying} failed={draft.unread} />
        <JoinsCard item={item} onChange={draft.joinAs} changing={draft.joining} failed={draft.unjoined} />
        <Card
          flush title={t('collect:columns.title')} note={t('collect:columns.note')}
          actions={
            <div className={classes.tools}>
              <TextInput type="search" size="xs" aria-label={t('collect:columns.find')} placeholder={t('collect:columns.find')} value={find} onChange={(e) => setFind(e.currentTarget.value)} />
              <SegmentedControl
                size="xs" aria-label={t('collect:columns.shown')} value={shown} onChange={(v) => setShown(v as Shown)}
                data={looks.map((l) => ({ value: l, label: t(`collect:shown.${l}`, { n: format.number(columnsShown(mapping, { shown: l, find: '', doubtful }).length) }) }))}
              />
            </div>
          }
        >
          <ColumnsTable item={item} mapping={mapping} columns={columns} errors={draft.byColumn} onChange={draft.change} />
          {columns.length === 0 && <p className={classes.none}>{t('collect:columns.none')}</p>}
        </Card>
        {kind === 'answers' && <FileCard mapping={mapping} errors={draft.general} onChange={draft.change} />}
        {kind === 'events' && <EventFileCard mapping={mapping} errors={draft.general} onChange={draft.change} />}
        {(kind === 'customers' || kind === 'accounts') && <PartyFileCard mapping={mapping} columns={item.columns} onChange={draft.change} />}
        <PreviewCard id={item.id} mapping={mapping} />
      </div>
      <FormProblem problem={elsewhere} />
      <StartBar
        id={item.id} rows={item.file.rows} wrong={draft.byColumn.size} saving={draft.saving} starting={start.isPending} onStart={() => start.mutate()}
        onDiscard={() => confirm({ title: t('collect:discard.title', { file: item.file.name }), text: t('collect:discard.text'), verb: t('collect:discard.verb'), onConfirm: () => discard.mutate() })}
      />
    </Page>
  );
}
