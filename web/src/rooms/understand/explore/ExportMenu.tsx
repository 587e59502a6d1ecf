import { Button, Menu } from '@mantine/core';
import type { RefObject } from 'react';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { dayIn } from '../filter/filter';
import { useConditionWords, useKeyName, usePeriodWords } from '../filter/words';
import { useMethodName } from '../method';
import type { Trait } from '../wire';
import { csv, type Decimal, type Sheet } from './csv';
import { compose, fileName, keep, pngFile, svgFile, type Drawing } from './image';
import type { Row, Shown } from './rows';
import { sheetOf } from './sheet';
import type { Names } from './useNames';
import { xlsx } from './xlsx';

interface ExportMenuProps {
  shown: Shown;
  rows: readonly Row[];
  names: Names;
  traits: readonly Trait[];
  /** What holds the drawings; without any the picture cannot be taken along. */
  drawn: RefObject<HTMLDivElement | null>;
  picture: boolean;
}

/** Takes what is on the screen away: as a table or as a picture. */
export function ExportMenu({ shown, rows, names, traits, drawn, picture }: ExportMenuProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const sheet = useSheet(shown, rows, names);
  const about = useAbout(shown, traits);
  const { measure } = shown.origin;
  const name = fileName(measure.name, dayIn(format.place.timeZone, new Date()));

  const asCSV = (decimal: Decimal) => keep(new Blob([csv(sheet(), decimal)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  const asXLSX = async () => keep(await xlsx([{ ...sheet(), name: t('understand:export.figures') }, { ...about(), name: t('understand:export.about') }]), `${name}.xlsx`);
  const composed = () => {
    const holder = drawn.current;
    const drawings = [...(holder?.querySelectorAll<SVGSVGElement>('svg[data-picture]') ?? [])].map((svg): Drawing => ({ svg, title: svg.closest<HTMLElement>('[data-title]')?.dataset.title }));
    return holder && compose(drawings, measure.name, about().rows.slice(1).map((row) => row.join(': ')), holder);
  };
  const asPicture = async (type: 'svg' | 'png') => {
    const svg = composed();
    if (svg) keep(type === 'svg' ? svgFile(svg) : await pngFile(svg), `${name}.${type}`);
  };
  const item = (label: string, take: () => unknown, disabled = false) => (
    <Menu.Item disabled={disabled} onClick={() => void Promise.resolve().then(take).catch(() => toast({ message: t('understand:export.failed') }))}>{label}</Menu.Item>
  );

  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default" size="xs">{t('understand:export.button')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('understand:export.table')}</Menu.Label>
        {item(t('understand:export.xlsx'), asXLSX)}
        {item(t('understand:export.csvPoint'), () => asCSV('point'))}
        {item(t('understand:export.csvComma'), () => asCSV('comma'))}
        <Menu.Label>{t('understand:export.picture')}</Menu.Label>
        {item(t('understand:export.png'), () => asPicture('png'), !picture)}
        {item(t('understand:export.svg'), () => asPicture('svg'), !picture)}
      </Menu.Dropdown>
    </Menu>
  );
}

function useSheet(shown: Shown, rows: readonly Row[], names: Names): () => Sheet {
  const { t } = useText();
  const keyName = useKeyName();
  const method = useMethodName();
  return () =>
    sheetOf(shown, rows, {
      column: {
        from: t('understand:period.from'), to: t('understand:period.to'), group: t('understand:explore.group'), value: t('understand:column.value'),
        low: t('understand:export.column.low'), high: t('understand:export.column.high'), unit: t('understand:export.column.unit'), n: t('understand:column.n'),
        effective: t('understand:export.column.effective'), method: t('understand:from.method'), difference: t('understand:export.column.difference'),
        differenceLow: t('understand:export.column.differenceLow'), differenceHigh: t('understand:export.column.differenceHigh'), p: 'p', q: 'q',
        differenceMethod: t('understand:from.comparison'),
      },
      cuts: shown.cuts.map((c) => keyName(c.key, c.label)), part: (r, i) => names.part(r.parts[i]), all: t('understand:explore.all'),
      unit: (unit) => t(`understand:export.unit.${unit}`), method,
    });
}

// What the figures rest on, as it stands under "Where is this from?".
function useAbout(shown: Shown, traits: readonly Trait[]): () => Sheet {
  const { t } = useText();
  const format = useFormat();
  const periodWords = usePeriodWords();
  const conditionWords = useConditionWords(traits);
  const { origin } = shown;
  return () => ({
    header: [t('understand:export.what'), t('understand:column.value')],
    rows: [
      [t('understand:bar.measure'), origin.measure.name],
      [t('understand:from.period'), periodWords({ from: origin.from, to: origin.to })],
      ...origin.where.map((w) => {
        const { name, values } = conditionWords({ key: w.key, values: w.values.map((v) => v.value ?? '') });
        return [name, values];
      }),
      ...(origin.weighted ? [[t('understand:bar.weighted'), t('understand:note.weights_fixed')]] : []),
      ...(shown.considered === undefined ? [] : [[t('understand:export.considered'), format.number(shown.considered)]]),
      [t('understand:from.asOf'), format.dateTime(origin.as_of.at)],
      ...origin.notes.filter((note) => note !== 'weights_fixed').map((note) => [t('understand:export.note'), knownText(t, `understand:note.${note}`, note)]),
    ],
  });
}
