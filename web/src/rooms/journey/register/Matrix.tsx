import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { natures, type Matrix as Register, type Unlisted } from '../wire';
import { columnsOf, missing, stagesOf, type Cell } from './matrix';
import { Marks } from './Marks';
import { useLacking } from './useLacking';
import classes from './Register.module.css';

interface MatrixProps {
  matrix: Register;
  /** Channels that are shown; all where empty. */
  only?: string;
  editing?: string;
  editor: ReactNode;
  onEdit: (id: string) => void;
  onList: (seen: Unlisted) => void;
  onAdd: (name: string, channel: string, stage: string) => void;
  onInteraction: (name: string) => void;
}

/** The register as a matrix: arrows move, Enter opens, and the editor unfolds below the row. */
export function Matrix({ matrix, only, editing, editor, onEdit, onList, onAdd, onInteraction }: MatrixProps) {
  const { t } = useText();
  const format = useFormat();
  const columns = useMemo(() => columnsOf(matrix.channels).filter((c) => !only || c.id === only), [matrix.channels, only]);
  const stages = useMemo(() => stagesOf(matrix, columns), [matrix, columns]);
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<[number, number]>([0, 0]);
  const rows = stages.flatMap((s) => s.rows.map((row) => ({ row, stage: s.id })));
  const span = columns.length + 2;

  // Back where one was, when the editor closes.
  const before = useRef(editing);
  useEffect(() => {
    if (before.current && !editing) table.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
    before.current = editing;
  }, [editing]);

  const go = (row: number, column: number) => {
    const next: [number, number] = [Math.min(Math.max(row, 0), rows.length - 1), Math.min(Math.max(column, 0), columns.length - 1)];
    setAt(next);
    table.current?.querySelector<HTMLElement>(`td[data-at="${next.join('-')}"]`)?.focus();
  };
  const open = (cell: Cell, name: string, stage: string) => {
    if (cell.touchpoint) onEdit(cell.touchpoint.id);
    else if (cell.unlisted) onList(cell.unlisted);
    else if (matrix.may_change) onAdd(name, cell.channel.id, stage);
  };
  const key = (e: KeyboardEvent, row: number, column: number, act: () => void) => {
    const step = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -99], End: [0, 99] } as Record<string, [number, number]>)[e.key];
    if (e.target !== e.currentTarget) return;
    if (step) go(row + step[0], column + step[1]);
    else if (e.key === 'Enter') act();
    else return;
    e.preventDefault();
  };

  let line = -1;
  return (
    <div className={classes.box} role="region" aria-label={t('journey:matrix')} tabIndex={-1}>
      <table ref={table} className={classes.matrix} role="grid" aria-label={t('journey:matrix')} style={{ minWidth: 300 + 92 * columns.length }}>
        <colgroup><col style={{ width: 196 }} />{columns.map((c) => <col key={c.id} />)}<col style={{ width: 98 }} /></colgroup>
        <thead>
          <tr>
            <td className={classes.n} />
            {natures.map((nature) => {
              const n = columns.filter((c) => c.nature === nature).length;
              return n > 0 && <th key={nature} className={classes.kind} colSpan={n} scope="colgroup"><span>{t(`journey:nature.${nature}`)}</span></th>;
            })}
            <td />
          </tr>
          <tr>
            <th className={`${classes.n} ${classes.soft}`} scope="col">{t('journey:theyDo')}</th>
            {columns.map((c) => <th key={c.id} scope="col"><b>{c.name}</b></th>)}
            <th className={classes.r} scope="col"><b>{t('journey:timesHead')}</b><small>{t('journey:days90')}</small></th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <Fragment key={stage.id}>
              <tr className={classes.stage}>
                <th colSpan={span} scope="rowgroup"><b>{stage.name || t('journey:noStage')}</b><small>{t('journey:stageDone', { n: format.number(stage.complete), count: stage.total })}</small></th>
              </tr>
              {stage.rows.map((row) => {
                const r = ++line;
                const open_ = row.cells.some((c) => c.touchpoint && c.touchpoint.id === editing);
                return (
                  <Fragment key={row.name}>
                    <tr className={open_ ? classes.on : undefined}>
                      <th className={classes.n} scope="row">{matrix.may_change ? <button type="button" onClick={() => onInteraction(row.name)} aria-label={t('journey:interaction.edit', { name: row.name })}>{row.name}</button> : <b>{row.name}</b>}</th>
                      {row.cells.map((cell, c) => (
                        <MatrixCell
                          key={cell.channel.id} cell={cell} name={row.name} editing={!!editing && cell.touchpoint?.id === editing} may={matrix.may_change}
                          at={`${r}-${c}`} tabIndex={r === at[0] && c === at[1] ? 0 : -1} onFocus={() => setAt([r, c])}
                          onKeyDown={(e) => key(e, r, c, () => open(cell, row.name, stage.id))} onOpen={() => open(cell, row.name, stage.id)}
                        />
                      ))}
                      <td className={classes.r} data-figures>{row.times === undefined ? <span className={classes.soft}>{t('journey:unknown')}</span> : format.number(row.times)}</td>
                    </tr>
                    {open_ && <tr><td className={classes.editing} colSpan={span}>{editor}</td></tr>}
                  </Fragment>
                );
              })}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th className={`${classes.n} ${classes.soft}`} scope="row">{t('journey:allInPlaceOf')}</th>
            {columns.map((c) => {
              const on = matrix.touchpoints.filter((x) => x.channel_id === c.id);
              return <td key={c.id} data-figures>{t('journey:of', { n: on.filter((x) => missing(x.lacks).length === 0).length, total: on.length })}</td>;
            })}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface MatrixCellProps {
  cell: Cell;
  name: string;
  editing: boolean;
  may: boolean;
  at: string;
  tabIndex: number;
  onFocus: () => void;
  onKeyDown: (e: KeyboardEvent) => void;
  onOpen: () => void;
}

function MatrixCell({ cell, name, editing, may, at, tabIndex, onFocus, onKeyDown, onOpen }: MatrixCellProps) {
  const { t } = useText();
  const format = useFormat();
  const lacking = useLacking();
  const { touchpoint, unlisted, channel } = cell;
  const what = touchpoint ? lacking.long(touchpoint.lacks) : unlisted ? t('journey:seenSpoken', { n: format.number(unlisted.count) }) : t('journey:notOffered');
  return (
    <td
      role="gridcell" data-at={at} tabIndex={tabIndex} onFocus={onFocus} onKeyDown={onKeyDown} onClick={onOpen} aria-selected={editing}
      className={[touchpoint ? '' : unlisted ? classes.seen : classes.empty, editing ? classes.selected : '', touchpoint || unlisted || may ? classes.opens : ''].join(' ')}
      aria-label={t('journey:cell', { name, channel: channel.name, what })}
    >
      {touchpoint && <><Marks lacks={touchpoint.lacks} /><span className={classes.words}>{editing ? t('journey:editing') : lacking.short(touchpoint.lacks)}</span></>}
      {!touchpoint && unlisted && <div><small>{t('journey:seen', { count: unlisted.count, n: format.number(unlisted.count) })}</small>{may && <b>{t('journey:listIt')}</b>}</div>}
    </td>
  );
}
