import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery, useSession } from '@/access/session';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { useConfirm, useToast } from '@/ui/confirm';
import { FormProblem } from '@/ui/FormProblem';
import { matching, type User } from '../queries';
import { GrantsEditor } from './GrantsEditor';
import classes from './People.module.css';

/** Roles of one person; disabling and removing. The server keeps the last owner. */
export function UserEditor({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const me = useSession().user.id === user.id;
  const [grants, setGrants] = useState(user.grants);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const at = { path: { id: user.id } };

  const run = async (work: () => Promise<unknown>, message: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      await cache.invalidateQueries({ queryKey: ['users'] });
      if (me) await cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onClose();
      toast({ message });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const change = (body: { grants?: User['grants']; disabled?: boolean }) =>
    api.PATCH('/api/users/{id}', { params: { ...at, header: matching(user.version) }, body });

  return (
    <div>
      <FormProblem problem={problem} />
      <GrantsEditor grants={grants} onChange={setGrants} />
      <div className={classes.actions}>
        <Button loading={busy} onClick={() => void run(() => change({ grants }), t('settings:people.saved', { name: user.name }))}>
          {t('settings:save')}
        </Button>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        <span className={classes.push}>
          <Button
            variant="subtle" disabled={busy}
            onClick={() =>
              void run(
                () => change({ disabled: !user.disabled }),
                user.disabled ? t('settings:people.enabledNow', { name: user.name }) : t('settings:people.disabledNow', { name: user.name }),
              )
            }
          >
            {user.disabled ? t('settings:people.enable') : t('settings:people.disable')}
          </Button>
          <Button
            variant="subtle" disabled={busy}
            onClick={() =>
              confirm({
                title: t('settings:people.removeTitle', { name: user.name }),
                text: t('settings:people.removeText'),
                verb: t('settings:people.remove'),
                onConfirm: () => void run(() => api.DELETE('/api/users/{id}', { params: at }), t('settings:people.removed', { name: user.name })),
              })
            }
          >
            {t('settings:people.remove')}
          </Button>
        </span>
      </div>
    </div>
  );
}
