import { Checkbox } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { useGroupName } from './Quotas';
import { askable } from './choice';
import type { Candidate, Quota } from './queries';
import classes from '../Listen.module.css';
import own from './Ask.module.css';

interface CandidateRowProps {
  candidate: Candidate;
  /** Of the file, as a spreadsheet counts. */
  row?: number;
  /** The group for which they count. */
  group?: Quota;
  chosen: boolean;
  onToggle: () => void;
}

/** Somebody of a list: who they are, for which group they count, or why they cannot be asked. */
export function CandidateRow({ candidate: c, row, group, chosen, onToggle }: CandidateRowProps) {
  const { t } = useText();
  const name = useGroupName();
  const who = [c.customer && (c.customer.name || c.customer.key), c.account && (c.account.name || c.account.key), c.ask.project, c.ask.proposal].filter(Boolean).join(' · ') || c.ask.customer_key || c.ask.mail || c.ask.account_key || t('listen:askPage.unnamed');
  const why = c.problem ? t(`listen:askPage.problem.${c.problem}`) : c.there ? t('listen:askPage.isThere', { n: c.there }) : c.double ? t('listen:askPage.isDouble') : undefined;
  return (
    <li>
      <Checkbox
        disabled={!askable(c)} checked={chosen} onChange={onToggle}
        label={<>{row !== undefined && <span className={classes.soft}>{t('listen:askPage.row', { n: row })} </span>}{who}</>}
        description={why ? <span className={own.why}>{why}</span> : [c.ask.role, group ? name(group) : t('listen:askPage.noGroup')].filter(Boolean).join(' → ')}
      />
    </li>
  );
}
