import { Button, Menu } from '@mantine/core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormat } from '@/format/context';
import { knownText, useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { MenuGroup } from '@/ui/MenuGroup';
import { dayIn } from '../filter/filter';
import { useConditionWords, useKeyName, usePeriodWords } from '../filter/words';
import { grouped } from '../charts/groups';
import { FixedWidth } from '@/ui/useWidth';
import { useMethodName } from '@/ui/method';
import type { Period } from '../periods';
import type { Trait } from '../wire';
import { csv, type Decimal, type Sheet } from './csv';
import { FiguresPicture, paperRoom } from './FiguresPicture';
import { keep, pngFile, svgFile } from '@/ui/picture';
import { compose, fileName, type Drawing } from './image';
import type { Row, Shown } from './rows';
import { sheetOf } from './sheet';
import type { Names } from './useNames';
import { xlsx } from './xlsx';
import classes from './Explore.module.css';

interface ExportMenuProps {
  /** The heading of the figures. */
  title: string;
  shown: Shown;
  /** All rows of the question, be they on the screen or not. */
  whole: () => Promise<Shown | undefined>;
  /** The rows in the order of the screen. */
  arranged: (shown: Shown) => Row[];
  names: Names;
  traits: readonly Trait[];
  /** Length of the periods, where it is a series. */
  period?: Period;
}

/** What goes into a file: everything that was asked, in the order of the screen. */
interface Taken {
  shown: Shown;
  rows: Row[];
}

const paperWidth = 960;

/** Takes the figures of the question away, all of them: as a table or as a picture. */
export function ExportMenu({ title, shown, whole, arranged, names, traits, period }: ExportMenuProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const sheet = useSheet(names);
  const about = useAbout(traits);
  const [busy, setBusy] = useState(false);
  const [paper, setPaper] = useState<Taken>();
  const holder = useRef<HTMLDivElement>(null);
  const { measure } = shown.origin;
  const name = fileName(measure.name, dayIn(format.place.timeZone, new Date()));

  const asCSV = (decimal: Decimal) => (all: Taken) => keep(new Blob([csv(sheet(all), decimal)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  const asXLSX = async (all: Taken) => keep(await xlsx([{ ...sheet(all), name: t('understand:export.figures') }, { ...about(all.shown), name: t('understand:export.about') }]), `${name}.xlsx`);
  const notes = ({ shown: of, rows }: Taken) => {
    const [room, there] = period ? [paperRoom.courses, grouped(rows, names.row).length] : [paperRoom.rows, rows.length];
    const cut = there > room ? [t('understand:explore.drawn', { n: format.number(room), of: format.number(there) })] : [];
    return [...cut, ...about(of).rows.slice(1).map(([name, value]) => t('ui:named', { name: String(name), value: String(value) }))];
  };
  // Drawn anew beside the screen, on a paper as wide whatever the window is.
  const asPicture = (type: 'svg' | 'png') => async (all: Taken) => {
    flushSync(() => setPaper(all));
    try {
      if (!holder.current) return;
      const drawings = [...holder.current.querySelectorAll<SVGSVGElement>('svg[data-picture]')].map((svg): Drawing => ({ svg, title: svg.closest<HTMLElement>('[data-title]')?.dataset.title }));
      const svg = compose(drawings, title, notes(all), holder.current);
      keep(type === 'svg' ? svgFile(svg) : await pngFile(svg), `${name}.${type}`);
    } finally {
      setPaper(undefined);
    }
  };
  const take = async (as: (all: Taken) => unknown) => {
    setBusy(true);
    try {
      const all = (await whole()) ?? shown;
      await as({ shown: all, rows: arranged(all) });
    } catch {
      toast({ message: t('understand:export.failed') });
    } finally {
      setBusy(false);
    }
  };
  const item = (label: string, as: (all: Taken) => unknown) => <Menu.Item onClick={() => void take(as)}>{label}</Menu.Item>;

  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" size="xs" loading={busy}>{t('understand:export.button')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuGroup label={t('understand:export.table')}>
            {item(t('understand:export.xlsx'), asXLSX)}
            {item(t('understand:export.csvPoint'), asCSV('point'))}
            {item(t('understand:export.csvComma'), asCSV('comma'))}
          </MenuGroup>
          <MenuGroup label={t('understand:export.picture')}>
            {item(t('understand:export.png'), asPicture('png'))}
            {item(t('understand:export.svg'), asPicture('svg'))}
          </MenuGroup>
        </Menu.Dropdown>
      </Menu>
      {paper && (
        <div ref={holder} className={classes.paper} aria-hidden="true" inert>
          <FixedWidth value={paperWidth}><FiguresPicture shown={paper.shown} rows={paper.rows} names={names} period={period} paper /></FixedWidth>
        </div>
      )}
    </>
  );
}

function useSheet(names: Names): (taken: Taken) => Sheet {
  const { t } = useText();
  const keyName = useKeyName();
  const method = useMethodName();
  return ({ shown, rows }) =>
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
function useAbout(traits: readonly Trait[]): (shown: Shown) => Sheet {
  const { t } = useText();
  const format = useFormat();
  const periodWords = usePeriodWords();
  const conditionWords = useConditionWords(traits);
  return ({ origin, considered }) => ({
    header: [t('understand:export.what'), t('understand:column.value')],
    rows: [
      [t('understand:bar.measure'), origin.measure.name],
      [t('understand:from.period'), periodWords({ from: origin.from, to: origin.to })],
      ...origin.where.map((w) => {
        const { name, values } = conditionWords({ key: w.key, values: w.values.map((v) => v.value ?? '') });
        return [name, values];
      }),
      ...(origin.weighted ? [[t('understand:bar.weighted'), t('understand:note.weights_fixed')]] : []),
      ...(considered === undefined ? [] : [[t('understand:export.considered'), format.number(considered)]]),
      [t('understand:from.asOf'), format.dateTime(origin.as_of.at)],
      ...origin.notes.filter((note) => note !== 'weights_fixed').map((note) => [t('understand:export.note'), knownText(t, `understand:note.${note}`, note)]),
    ],
  });
}
