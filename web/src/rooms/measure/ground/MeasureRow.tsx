import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { useGroundChanges } from '../queries';
import type { Ground } from '../wire';
import { FindingLine } from './FindingLine';
import { ReasonForm } from './ReasonForm';
import { ReasonHistory } from './ReasonHistory';
import { RestForm } from './RestForm';
import classes from './Ground.module.css';

interface MeasureRowProps {
  ground: Ground;
  open: boolean;
  mayWrite: boolean;
}

/** One measure: the findings and the reason under it, and whether it may be asked. */
export function MeasureRow({ ground, open, mayWrite }: MeasureRowProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const [opened, setOpened] = useState<'rest' | 'reason' | null>(null);
  const { publish, withdraw } = useGroundChanges();
  const close = () => setOpened(null);
  const onError = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const asked = ground.published_at;
  const firm = ground.state === 'grounded' || ground.state === 'reason';
  const say = () => asked
    ? withdraw.mutate(ground, { onSuccess: () => toast({ message: t('measure:withdrawn', { name: ground.name }) }), onError })
    : publish.mutate(ground, { onSuccess: () => toast({ message: t('measure:published', { name: ground.name }) }), onError });
  return (
    <li className={classes.row} id={`m-${ground.measure_id}`} data-open={open || undefined}>
      <div className={classes.head}>
        <h3>
          <Link to="/understand" search={{ program: ground.program_id, measure: ground.measure_id }}>{ground.name}</Link>
        </h3>
        <p className={classes.soft}>
          {asked ? t('measure:askedSince', { day: format.shortDate(asked), who: ground.published_by ?? '' }) : t('measure:notAsked')}
        </p>
      </div>
      {ground.findings.length > 0 && (
        <ul className={classes.findings}>
          {ground.findings.map((f, i) => <FindingLine key={f.id ?? i} finding={f} ground={ground} mayWrite={mayWrite} />)}
        </ul>
      )}
      {ground.reason && (
        <figure className={classes.reason}>
          <blockquote>{ground.reason.text}</blockquote>
          <figcaption>{t('measure:reasonBy', { who: ground.reason.by_name ?? '', day: format.date(ground.reason.at) })}</figcaption>
        </figure>
      )}
      {ground.version > 0 && <ReasonHistory measure={ground.measure_id} name={ground.name} />}
      {mayWrite && opened === null && (
        <Group gap={6} mt={8}>
          <Button size="compact-sm" variant="default" onClick={() => setOpened('rest')} aria-label={t('measure:rest.openOf', { name: ground.name })}>{t('measure:rest.open')}</Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpened('reason')} aria-label={t('measure:reason.openOf', { name: ground.name })}>
            {t(ground.reason ? 'measure:reason.change' : 'measure:reason.open')}
          </Button>
          {(asked || firm) && (
            <Button size="compact-sm" variant={asked ? 'subtle' : 'default'} loading={publish.isPending || withdraw.isPending} onClick={say} aria-label={t(asked ? 'measure:withdrawOf' : 'measure:publishOf', { name: ground.name })}>
              {t(asked ? 'measure:withdraw' : 'measure:publish')}
            </Button>
          )}
        </Group>
      )}
      {opened === 'rest' && <RestForm ground={ground} onClose={close} />}
      {opened === 'reason' && <ReasonForm ground={ground} onClose={close} />}
    </li>
  );
}
