import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { DataTable } from '@/ui/DataTable';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import type { FileTaken, Indicator, Program } from '../wire';
import { periodName } from './period';
import { useIndicatorChanges } from './queries';

interface ValuesFileProps {
  program: Program;
  indicators: readonly Indicator[];
  onClose: () => void;
}

/** Takes a file of values in: first what would become of it, then, where nothing is wrong, so it is. */
export function ValuesFile({ program, indicators, onClose }: ValuesFileProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const { take } = useIndicatorChanges(program.id);
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<FileTaken | null>(null);
  const look = (chosen: File) => {
    setFile(chosen);
    setPreview(null);
    take.mutate({ file: chosen, dry: true }, { onSuccess: setPreview });
  };
  const keep = (chosen: File) => take.mutate({ file: chosen, dry: false }, {
    onSuccess: (done) => {
      if (done.problem_count > 0) return setPreview(done);
      const sum = (of: 'new' | 'corrected' | 'same') => done.indicators.reduce((n, i) => n + i[of], 0);
      toast({ message: t('purpose:values.taken', { fresh: format.number(sum('new')), corrected: format.number(sum('corrected')), same: format.number(sum('same')) }) });
      onClose();
    },
  });
  // Column names of files, which are the same in every language.
  const long = ['indicator', 'unit', 'period', 'value'].join(',');
  const wide = ['period', 'unit', ...indicators.slice(0, 2).map((i) => i.name)].join(',');
  const grain = new Map(indicators.map((i) => [i.id, i.period]));
  const name = (id: string, first: string) => periodName(format, grain.get(id) ?? 'day', first, (quarter, year) => t('purpose:indicator.quarter', { quarter, year }));

  return (
    <Modal opened onClose={onClose} size="lg" title={t('purpose:values.take')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        <FileDrop accept=".csv,.tsv,.txt,text/csv" busy={take.isPending} onFile={look}>
          <Text size="sm">{t('purpose:values.how')}</Text>
          <Text size="sm" c="dimmed" ff="monospace">{long}</Text>
          <Text size="sm" c="dimmed" ff="monospace">{wide}</Text>
        </FileDrop>
        <FormProblem problem={take.error ? asProblem(take.error) : null} />
        {file && preview && (
          <>
            {preview.problem_count > 0 && (
              <div role="alert">
                <Text fw={600}>{t('purpose:values.wrong', { count: preview.problem_count, n: format.number(preview.problem_count) })}</Text>
                <DataTable
                  label={t('purpose:values.problems')} rows={preview.problems} rowKey={(p) => `${p.row}:${p.column ?? ''}:${p.reason}`} minWidth={440}
                  columns={[
                    { key: 'row', header: t('purpose:values.row'), numeric: true, cell: (p) => format.number(p.row) },
                    { key: 'column', header: t('purpose:values.column'), cell: (p) => p.column ?? '' },
                    { key: 'value', header: t('purpose:indicator.value'), cell: (p) => p.value ?? '' },
                    { key: 'why', header: t('purpose:values.why'), cell: (p) => t(`purpose:trouble.${p.reason}`) },
                  ]}
                />
              </div>
            )}
            {preview.problem_count === 0 && preview.indicators.length === 0 && <Text>{t('purpose:values.nothing')}</Text>}
            {preview.problem_count === 0 && preview.indicators.length > 0 && (
              <DataTable
                label={t('purpose:values.preview')} rows={preview.indicators} rowKey={(i) => i.indicator_id} minWidth={520}
                columns={[
                  { key: 'name', header: t('purpose:values.indicator'), cell: (i) => i.name },
                  { key: 'span', header: t('purpose:indicator.period'), cell: (i) => t('purpose:values.span', { from: name(i.indicator_id, i.from), to: name(i.indicator_id, i.to) }) },
                  { key: 'units', header: t('purpose:values.units'), numeric: true, cell: (i) => format.number(i.units) },
                  { key: 'new', header: t('purpose:values.new'), numeric: true, cell: (i) => format.number(i.new) },
                  { key: 'corrected', header: t('purpose:values.corrected'), numeric: true, cell: (i) => format.number(i.corrected) },
                  { key: 'same', header: t('purpose:values.same'), numeric: true, cell: (i) => format.number(i.same) },
                ]}
              />
            )}
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
              <Button disabled={preview.problem_count > 0 || preview.indicators.length === 0} loading={take.isPending} onClick={() => keep(file)}>{t('purpose:values.keep')}</Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
