import { useText } from '@/i18n/useText';
import { roles, type Role } from './wire';
import classes from './People.module.css';

/** The parts that a contact plays, weightiest first. */
export function Roles({ of }: { of: readonly Role[] }) {
  const { t } = useText();
  return <>{roles.filter((r) => of.includes(r)).map((r) => <span key={r} className={classes.role}>{t(`people:role.${r}`)}</span>)}</>;
}

const steps = [1, 2, 3, 4, 5];

/** The strength of a tie as one to five dots, and in words for those who hear it. */
export function Tie({ strength }: { strength: number | undefined }) {
  const { t } = useText();
  if (!strength) return null;
  return (
    <span className={classes.tie} title={t('people:tie.of', { n: strength })}>
      {steps.map((s) => <i key={s} data-full={s <= strength || undefined} aria-hidden="true" />)}
      <span className={classes.hidden}>{t('people:tie.of', { n: strength })}</span>
    </span>
  );
}
