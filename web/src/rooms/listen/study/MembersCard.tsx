import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useSession } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { useConfirm } from '@/ui/confirm';
import { PersonSelect } from '@/ui/PersonSelect';
import { membersQuery, useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { Study, StudyMember } from '../wire';
import classes from '../Listen.module.css';

const parts = ['researcher', 'reviewer'] as const;

/** Who reads originals and who reviews; an owner may add himself, which is written down. */
export function MembersCard({ study }: { study: Study }) {
  const { t } = useText();
  const session = useSession();
  const mayWrite = useMay('listen.write');
  const mayManage = useMay('access.manage');
  const query = useQuery(membersQuery(study.id));
  const { putMember } = useListenChanges();
  const attempt = useAttempt();
  const [adding, setAdding] = useState('');
  const mayChoose = mayWrite && (study.part === 'researcher' || mayManage);
  const mayJoin = mayWrite && mayManage && study.part !== 'researcher';
  return (
    <Card title={t('listen:members.title')} note={t('listen:members.note')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      <ul className={classes.list}>{query.data?.items.map((m) => <Row key={m.user_id} study={study} member={m} mayChoose={mayChoose} />)}</ul>
      {mayJoin && <div className={classes.end}><Button size="xs" variant="default" onClick={() => void attempt(() => putMember.mutateAsync({ id: study.id, user: session.user.id, part: 'researcher' }))}>{t('listen:members.join')}</Button></div>}
      {mayChoose && study.part === 'researcher' && (
        <div className={classes.row}>
          <PersonSelect key={query.data?.items.length} label={t('listen:members.add')} value={adding} onChange={setAdding} />
          <Button size="xs" variant="default" disabled={!adding} onClick={() => void attempt(() => putMember.mutateAsync({ id: study.id, user: adding, part: 'researcher' })).then((done) => done && setAdding(''))}>{t('listen:members.addIt')}</Button>
        </div>
      )}
    </Card>
  );
}

function Row({ study, member, mayChoose }: { study: Study; member: StudyMember; mayChoose: boolean }) {
  const { t } = useText();
  const { putMember, removeMember } = useListenChanges();
  const confirm = useConfirm();
  const attempt = useAttempt();
  const go = () => confirm({
    title: t('listen:members.removeTitle', { name: member.name }), text: t('listen:members.removeText'), verb: t('listen:remove'),
    onConfirm: () => void attempt(() => removeMember.mutateAsync({ id: study.id, user: member.user_id })),
  });
  return (
    <li className={classes.row}>
      <span>{member.name || t('listen:members.gone')}</span>
      {mayChoose
        ? (
          <span className={classes.row}>
            <Select
              size="xs" w={140} aria-label={t('listen:members.part', { name: member.name })} allowDeselect={false} value={member.part} data={parts.map((p) => ({ value: p, label: t(`listen:part.${p}`) }))}
              onChange={(v) => { const part = parts.find((p) => p === v); if (part && part !== member.part) void attempt(() => putMember.mutateAsync({ id: study.id, user: member.user_id, part })); }}
            />
            <Button size="xs" variant="subtle" onClick={go}>{t('listen:remove')}</Button>
          </span>
        )
        : <span className={classes.soft}>{t(`listen:part.${member.part}`)}</span>}
    </li>
  );
}
