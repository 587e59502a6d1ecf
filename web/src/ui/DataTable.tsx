import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { Fragment, useRef } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  numeric?: boolean;
  width?: string;
  /** Where rows stack, the cell says what it is, as figures do. */
  named?: boolean;
  /** Where rows stack, the cell has a line of its own. */
  line?: boolean;
  /** A column of buttons whose header is only for screen readers. */
  quiet?: boolean;
  /** How the rows are sorted by it, and what sorts them otherwise. */
  sort?: { state: 'ascending' | 'descending' | 'none'; toggle: () => void };
}

interface DataTableProps<Row> {
  /** What the table lists, for those who hear it. */
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Opens a row; its first cell becomes the button, arrows and J, K move between rows. */
  onOpen?: (row: Row) => void;
  /** The row that is open; `opened` is drawn under it. */
  openKey?: string;
  opened?: (row: Row) => ReactNode;
  /** Least width before the table scrolls in its own box. */
  minWidth?: number;
  /** On a phone each row stands as a block, its first two cells side by side, the others below, figures with what they are. */
  stack?: boolean;
}

// Figures and buttons stand at the right.
const side = (c: { numeric?: boolean; quiet?: boolean }) => (c.numeric ? classes.numeric : c.quiet ? classes.quiet : undefined);

function Header<Row>({ column: { header, quiet, sort } }: { column: Column<Row> }) {
  if (quiet) return <span className={classes.hidden}>{header}</span>;
  if (!sort) return header;
  return (
    <button type="button" className={classes.sorter} onClick={sort.toggle}>
      {header} <span aria-hidden="true" className={classes.arrow}>{{ ascending: '↑', descending: '↓', none: '' }[sort.state]}</span>
    </button>
  );
}

/** A dense table that scrolls in its own box and is walked by keyboard. */
export function DataTable<Row>({ label, columns, rows, rowKey, onOpen, openKey, opened, minWidth = 560, stack }: DataTableProps<Row>) {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  // Laid out as blocks a table is no longer heard as one, unless it says so.
  const role = (name: string) => (stack ? { role: name } : {});

  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if ((event.target as HTMLElement).dataset.rowOpen === undefined) return;
    const buttons = [...(bodyRef.current?.querySelectorAll<HTMLElement>('[data-row-open]') ?? [])];
    const here = buttons.indexOf(event.target as HTMLElement);
    if (!step || here < 0) return;
    event.preventDefault();
    buttons[here + step]?.focus();
  };

  return (
    <div className={classes.box} role="region" aria-label={label} tabIndex={0}>
      <table className={`${classes.table} ${stack ? classes.stack : ''}`} style={{ '--least': `${minWidth}px` } as CSSProperties} {...role('table')}>
        <thead {...role('rowgroup')}>
          <tr {...role('row')}>
            {columns.map((c) => (
              <th key={c.key} scope="col" {...role('columnheader')} className={side(c)} style={{ width: c.width }} aria-sort={c.sort?.state}>
                <Header column={c} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={bodyRef} {...role('rowgroup')} onKeyDown={onOpen ? walk : undefined}>
          {rows.map((row) => (
            <Fragment key={rowKey(row)}>
              <tr {...role('row')} className={rowKey(row) === openKey ? classes.open : undefined}>
                {columns.map((c, i) => (
                  <td key={c.key} {...role('cell')} className={side(c)} data-line={stack && c.line ? '' : undefined} data-label={stack && (c.named || (c.numeric && i > 1)) && typeof c.header === 'string' ? c.header : undefined}>
                    {i === 0 && onOpen ? (
                      <button
                        type="button" data-row-open className={classes.opener} onClick={() => onOpen(row)}
                        aria-expanded={opened ? rowKey(row) === openKey : undefined}
                      >
                        {c.cell(row)}
                      </button>
                    ) : (
                      c.cell(row)
                    )}
                  </td>
                ))}
              </tr>
              {opened && rowKey(row) === openKey && (
                <tr className={classes.under}>
                  <td colSpan={columns.length}>
                    <div className={classes.editor}>{opened(row)}</div>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
