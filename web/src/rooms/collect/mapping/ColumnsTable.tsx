import { Fragment, useState } from 'react';
import type { ProblemField } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { fieldText } from '@/ui/problemText';
import type { ColumnMapping, ColumnProfile, Guess, Import, ImportKind, Mapping } from '../wire';
import { kindOf, withRole } from './changes';
import { ColumnDetails } from './ColumnDetails';
import { RoleSelect } from './RoleSelect';
import { useColumnSummary } from './summary';
import { useReason } from '../reasons';
import classes from './ColumnsTable.module.css';

interface ColumnsTableProps {
  item: Import;
  mapping: Mapping;
  columns: readonly ColumnMapping[];
  errors: ReadonlyMap<number, ProblemField[]>;
  onChange: (mapping: Mapping) => void;
}

/** The file's columns as rows: what each is taken for and why; a row opens under itself. */
export function ColumnsTable({ item, mapping, columns, errors, onChange }: ColumnsTableProps) {
  const { t } = useText();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <table className={classes.table} aria-label={t('collect:columns.title')}>
      <thead>
        <tr>
          <th scope="col">{t('collect:columns.column')}</th>
          <th scope="col">{t('collect:columns.role')}</th>
          <th scope="col">{t('collect:columns.why')}</th>
          <th scope="col"><span className={classes.hidden}>{t('collect:columns.open')}</span></th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const profile = item.columns.find((c) => c.index === column.index);
          if (!profile) return null;
          const isOpen = open === column.index;
          return (
            <Fragment key={column.index}>
              <ColumnRow
                kind={kindOf(mapping)} column={column} profile={profile} guess={item.guesses.find((g) => g.index === column.index)} errors={errors.get(column.index) ?? []}
                open={isOpen} onOpen={() => setOpen(isOpen ? null : column.index)} onRole={(role) => onChange(withRole(mapping, profile, role))}
              />
              {isOpen && (
                <tr className={classes.detail}>
                  <td colSpan={4}>
                    <ColumnDetails
                      mapping={mapping} column={column} profile={profile} guess={item.guesses.find((g) => g.index === column.index)}
                      errors={errors.get(column.index) ?? []} onChange={onChange}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

interface ColumnRowProps {
  kind: ImportKind;
  column: ColumnMapping;
  profile: ColumnProfile;
  guess?: Guess;
  errors: ProblemField[];
  open: boolean;
  onOpen: () => void;
  onRole: (role: ColumnMapping['role']) => void;
}

function ColumnRow({ kind, column, profile, guess, errors, open, onOpen, onRole }: ColumnRowProps) {
  const { t } = useText();
  const reason = useReason();
  const summary = useColumnSummary();
  const mine = guess !== undefined && guess.role !== column.role;
  const weak = !mine && guess !== undefined && guess.confidence < 0.6 && column.role !== 'ignore';
  const lines = summary(column);
  return (
    <tr className={open ? classes.open : undefined} data-unused={column.role === 'ignore' || undefined} data-error={errors.length > 0 || undefined}>
      <th scope="row">
        <span className={classes.name}>{column.name}</span>
        <span className={classes.examples}>{profile.examples.slice(0, 3).join(' · ')}</span>
      </th>
      <td className={classes.role}>
        <RoleSelect kind={kind} label={t('collect:columns.roleOf', { column: column.name })} role={column.role} onChange={onRole} mine={mine} error={errors.length > 0} />
      </td>
      <td className={classes.why}>
        {mine ? <span className={classes.mine}>{t('collect:columns.mine')}</span> : guess && <span>{reason(guess.reason)}</span>}
        {weak && <span className={classes.weak}>{t('collect:columns.weak')}</span>}
        {lines && <span className={classes.lines}>{lines}</span>}
        {errors.map((e) => <span key={e.field + e.message} className={classes.error}>{fieldText(t, e)}</span>)}
      </td>
      <td className={classes.opener}>
        <button type="button" aria-expanded={open} onClick={onOpen} aria-label={t(open ? 'collect:columns.closeOf' : 'collect:columns.openOf', { column: column.name })}>
          {t(open ? 'collect:columns.close' : 'collect:columns.change')}
        </button>
      </td>
    </tr>
  );
}
