import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { LoadMore } from '@/ui/LoadMore';
import { useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { Mask, StudyDocument } from '../wire';
import type { MaskGroup } from './groups';
import classes from '../Listen.module.css';

interface MaskGroupsProps {
  document: StudyDocument;
  groups: readonly MaskGroup[];
}

/** Groups that are drawn at a time. */
const drawn = 60;

/** What is masked, the same words once, with a decision for all of their places. */
export function MaskGroups({ document, groups }: MaskGroupsProps) {
  const { t } = useText();
  const { decide, propose } = useListenChanges();
  const attempt = useAttempt();
  const [shown, setShown] = useState(drawn);
  const say = (masks: readonly Mask[], state: Mask['state']) => void attempt(() => decide.mutateAsync({ id: document.id, ids: masks.slice(0, 5000).map((m) => m.id), state }));
  const open = groups.flatMap((g) => g.masks.filter((m) => m.state === 'proposed'));
  return (
    <Card
      title={t('listen:masking.found')} note={t('listen:masking.open', { count: open.length })}
      actions={<Button size="xs" variant="subtle" loading={propose.isPending} onClick={() => void attempt(() => propose.mutateAsync(document.id))}>{t('listen:masking.again')}</Button>}
    >
      {open.length > 0 && (
        <div className={classes.row}>
          <Button size="xs" loading={decide.isPending} onClick={() => say(open, 'confirmed')}>{t('listen:masking.confirmAll', { count: open.length })}</Button>
        </div>
      )}
      {groups.length === 0 && <p className={classes.note}>{t('listen:masking.none')}</p>}
      <ul className={classes.list}>
        {groups.slice(0, shown).map((g) => <Group key={g.key} group={g} say={say} />)}
      </ul>
      {groups.length > shown && <LoadMore shown={shown} total={groups.length} hasMore loading={false} onMore={() => setShown(shown + drawn)} />}
    </Card>
  );
}

function Group({ group, say }: { group: MaskGroup; say: (masks: readonly Mask[], state: Mask['state']) => void }) {
  const { t } = useText();
  const states = new Set(group.masks.map((m) => m.state));
  const only = states.size === 1 ? group.masks[0]?.state : undefined;
  const masks = group.masks;
  return (
    <li>
      <div className={classes.row}>
        <span><b>{group.words}</b> <span className={classes.soft}>× {masks.length}</span></span>
        <span className={classes.row}>
          <Button size="compact-xs" variant={only === 'confirmed' ? 'filled' : 'default'} aria-pressed={only === 'confirmed'} onClick={() => say(masks, only === 'confirmed' ? 'proposed' : 'confirmed')}>{t('listen:masking.confirm')}</Button>
          <Button size="compact-xs" variant={only === 'refused' ? 'filled' : 'default'} aria-pressed={only === 'refused'} onClick={() => say(masks, only === 'refused' ? 'proposed' : 'refused')}>{t('listen:masking.refuse')}</Button>
        </span>
      </div>
      <span className={classes.small}>{t(`listen:maskKind.${group.kind}`)} · {t('listen:masking.shows', { as: masks[0]?.replacement ?? '' })}</span>
    </li>
  );
}
