import { Button, Group, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { LoadMore } from '@/ui/LoadMore';
import { problemText } from '@/ui/problemText';
import type { Indicator, IndicatorUnit, Program } from '../wire';
import { Corrections } from './Corrections';
import { unitPages, useIndicatorChanges } from './queries';
import { Series } from './Series';
import { useIndicatorWords } from './useIndicatorWords';
import classes from './Indicators.module.css';

interface IndicatorRowProps {
  indicator: Indicator;
  program: Program;
  mayWrite: boolean;
  onEdit: () => void;
}

/** One indicator: the latest of the whole, or of the first unit; opened, its course in a chosen unit and what was corrected. */
export function IndicatorRow({ indicator, program, mayWrite, onEdit }: IndicatorRowProps) {
  const { t } = useText();
  const format = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const maySee = useMay('figure.read');
  const { remove } = useIndicatorChanges(program.id);
  const words = useIndicatorWords(indicator);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useInfiniteQuery({ ...unitPages(indicator.id), enabled: maySee });
  const units = query.data?.pages.flatMap((p) => p.items) ?? [];
  const unit = units.find((u) => (u.unit_id ?? '') === chosen) ?? units[0];
  const ask = () => confirm({
    title: t('purpose:indicator.removeTitle', { name: indicator.name }), text: t('purpose:indicator.removeText'), verb: t('purpose:objective.remove'),
    onConfirm: () => remove.mutate(indicator, {
      onSuccess: () => toast({ message: t('purpose:indicator.removed', { name: indicator.name }) }),
      onError: (error) => toast({ message: problemText(t, asProblem(error)) }),
    }),
  });

  return (
    <section className={classes.row} aria-label={indicator.name}>
      <div className={classes.head}>
        <div className={classes.words}>
          <h3 className={classes.name}>{indicator.name}</h3>
          <p className={classes.soft}>{t(`purpose:kind.${indicator.kind}`)} · {t(`purpose:better.${indicator.direction}`)} · {t(`purpose:grain.${indicator.period}`)}</p>
        </div>
        {unit && <Latest unit={unit} words={words} />}
        <Group gap={4}>
          {unit && <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen((o) => !o)}>{t(open ? 'purpose:indicator.close' : 'purpose:indicator.open')}</Button>}
          {mayWrite && <Button variant="subtle" size="compact-xs" aria-label={t('purpose:objective.changeOf', { name: indicator.name })} onClick={onEdit}>{t('purpose:objective.change')}</Button>}
          {mayWrite && <Button variant="subtle" size="compact-xs" aria-label={t('purpose:objective.removeOf', { name: indicator.name })} onClick={ask}>{t('purpose:objective.remove')}</Button>}
        </Group>
      </div>
      {query.isError && <p className={classes.soft}>{problemText(t, asProblem(query.error))}</p>}
      {query.isSuccess && !unit && <p className={classes.soft}>{t('purpose:indicator.noValues')}</p>}
      {open && unit && (
        <>
          {units.length > 1 && (
            <Select
              size="xs" w={240} label={t('purpose:indicator.where')} allowDeselect={false} searchable={units.length > 8} value={unit.unit_id ?? ''}
              data={units.map((u) => ({ value: u.unit_id ?? '', label: words.unit(u) }))} onChange={setChosen}
            />
          )}
          {query.hasNextPage && <LoadMore shown={units.length} hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
          <Series indicator={indicator} unit={unit.unit_id} label={`${indicator.name}, ${words.unit(unit)}`} />
          <p className={classes.soft}>{t('purpose:indicator.periods', { count: unit.count, n: format.number(unit.count) })}</p>
          <Corrections indicator={indicator} />
        </>
      )}
    </section>
  );
}

function Latest({ unit, words }: { unit: IndicatorUnit; words: ReturnType<typeof useIndicatorWords> }) {
  const { t } = useText();
  return (
    <p className={classes.latest} data-figures>
      <b>{words.value(unit.last.value)}</b>
      <span className={classes.soft}>
        {words.unit(unit)}, {words.period(unit.last.period)}
        {unit.before && <> · {t('purpose:indicator.before', { value: words.value(unit.before.value), period: words.period(unit.before.period) })}</>}
      </span>
    </p>
  );
}
