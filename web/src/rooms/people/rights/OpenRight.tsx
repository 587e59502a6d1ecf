import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { ChangeRequest } from './ChangeRequest';
import { daysUntil } from './due';
import { EraseDialog } from './EraseDialog';
import type { Right } from './queries';
import { NameRequest } from './NameRequest';
import { NothingHeld } from './NothingHeld';
import { RefuseRequest } from './RefuseRequest';
import { useRights } from './useRights';
import classes from './Rights.module.css';

type Opened = 'change' | 'refuse' | 'name' | 'nothing';

/** A request that waits for its answer, which is given from here. */
export function OpenRight({ right }: { right: Right }) {
  const { t } = useText();
  const format = useFormat();
  const zone = useSession().organisation.time_zone;
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const left = daysUntil(right.due_at, new Date(), zone);
  const due = left === 0 ? t('people:rights.dueToday') : t(left > 0 ? 'people:rights.dueIn' : 'people:rights.late', { count: Math.abs(left), n: format.number(Math.abs(left)) });
  const facts = [
    right.came_by && t(`people:rights.way.${right.came_by}`), right.asked_by && t('people:rights.from', { who: right.asked_by }), t('people:rights.enteredBy', { who: right.by_name ?? '' }),
  ].filter(Boolean);
  return (
    <li className={classes.right}>
      <div className={classes.due} data-late={left < 0 || undefined} data-soon={(left >= 0 && left <= 7) || undefined}>
        <b>{due}</b>
        <span>{format.shortDate(right.due_at)}</span>
      </div>
      <div className={classes.asked}>
        <h3>
          {t(`people:rights.kind.${right.kind}`)}
          {' · '}
          {right.customer_id ? <Link to="/people/customers/$id" params={{ id: right.customer_id }}>{right.customer_key}</Link> : t(right.nobody ? 'people:rights.stranger' : 'people:rights.gone')}
        </h3>
        <p>{t('people:rights.askedOn', { day: format.date(right.asked_at) })}{facts.map((f) => ` · ${f}`)}</p>
        <p>{right.identity ? t('people:rights.known', { how: right.identity }) : <em>{t('people:rights.unknown')}</em>}</p>
        {right.notes && <p className={classes.notes}>{right.notes}</p>}
        {opened === null && <Answer right={right} onOpen={setOpened} />}
        {opened === 'change' && <ChangeRequest right={right} onClose={close} />}
        {opened === 'name' && <NameRequest right={right} onClose={close} />}
        {opened === 'nothing' && <NothingHeld right={right} onClose={close} />}
        {opened === 'refuse' && <RefuseRequest right={right} onClose={close} />}
      </div>
    </li>
  );
}

function Answer({ right, onOpen }: { right: Right; onOpen: (what: Opened) => void }) {
  const { t } = useText();
  const { problem, working, take, restrict, release } = useRights(right.customer_id ?? '');
  const [erasing, { open, close }] = useDisclosure();
  if (right.state === 'running') return <p className={classes.running}>{t('people:rights.underWay')}</p>;
  const act = { export: take, erase: open, restrict, release }[right.kind];
  return (
    <>
      <FormProblem problem={problem} />
      <Group gap="xs" mt={8}>
        {right.nobody ? (
          <>
            <Button size="xs" onClick={() => onOpen('name')}>{t('people:rights.nameOpen')}</Button>
            <Button size="xs" variant="default" onClick={() => onOpen('nothing')}>{t('people:rights.nothingOpen')}</Button>
          </>
        ) : <Button size="xs" loading={working} onClick={act}>{t(`people:rights.answer.${right.kind}`)}</Button>}
        <Button size="xs" variant="default" onClick={() => onOpen('change')}>{t('people:change')}</Button>
        <Button size="xs" variant="default" onClick={() => onOpen('refuse')}>{t('people:rights.refuseOpen')}</Button>
      </Group>
      <EraseDialog customer={{ id: right.customer_id ?? '', key: right.customer_key ?? '' }} opened={erasing} onClose={close} />
    </>
  );
}
