import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useGroundChanges } from '../queries';
import type { Ground, GroundFinding } from '../wire';
import classes from './Ground.module.css';

interface FindingLineProps {
  finding: GroundFinding;
  ground: Ground;
  mayWrite: boolean;
}

/** A finding under a measure: the claim, how it stands, and how many said so and otherwise. */
export function FindingLine({ finding, ground, mayWrite }: FindingLineProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const { rest, unrest } = useGroundChanges();
  const { id } = finding;
  const wrong = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const remove = () => id && unrest.mutate({ ground, finding: id }, {
    onSuccess: () => toast({ message: t('measure:rest.gone', { name: ground.name }), undo: () => rest.mutate({ ground, finding: id }, { onError: wrong }) }),
    onError: wrong,
  });
  const facts = [
    t(`measure:finding.${finding.state}`), t('measure:finding.for', { count: finding.for, n: format.number(finding.for) }),
    finding.against > 0 && t('measure:finding.against', { n: format.number(finding.against) }),
  ].filter(Boolean);
  return (
    <li data-carries={finding.carries || undefined}>
      <p>
        {id && finding.claim
          ? <Link to="/listen/findings/$id" params={{ id }}>{finding.claim}</Link>
          : <em>{t(finding.state === 'gone' ? 'measure:finding.unknown' : 'measure:finding.hidden')}</em>}
      </p>
      <p className={classes.soft}>{facts.join(' · ')}</p>
      {mayWrite && id && (
        <Button size="compact-xs" variant="subtle" loading={unrest.isPending} onClick={remove} aria-label={t('measure:rest.removeOf', { claim: finding.claim ?? '' })}>
          {t('measure:rest.remove')}
        </Button>
      )}
    </li>
  );
}
