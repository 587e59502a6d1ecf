import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '@/access/session';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { ErrorState } from '@/ui/ErrorState';
import { FileDrop } from '@/ui/FileDrop';
import { organisationQuery } from '../queries';
import classes from './LogoCard.module.css';

type Organisation = components['schemas']['Organisation'];

/** The logo, shown in the corner of every screen and at the sign-in. */
export function LogoCard({ organisation, mayWrite }: { organisation: Organisation; mayWrite: boolean }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);

  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailed(null);
    try {
      await work();
      await Promise.all([organisationQuery.queryKey, sessionQuery.queryKey, ['setup']].map((queryKey) => cache.invalidateQueries({ queryKey })));
      setTurn(turn + 1);
      toast({ message: t('settings:saved') });
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const put = (file: File) =>
    run(() => api.PUT('/api/organisation/logo', { body: file as unknown as string, bodySerializer: (raw) => raw, headers: { 'Content-Type': 'application/octet-stream' } }));

  if (!mayWrite && !organisation.has_logo) return null;
  return (
    <Card title={t('settings:logo.title')} note={t('settings:logo.note')}>
      {failed !== null && <ErrorState error={failed} />}
      {organisation.has_logo && (
        <p className={classes.now}>
          <img src={`/api/organisation/logo?${turn}`} alt={organisation.name} className={classes.picture} />
          {mayWrite && (
            <Button variant="subtle" disabled={busy} onClick={() => void run(() => api.DELETE('/api/organisation/logo'))}>
              {t('settings:logo.remove')}
            </Button>
          )}
        </p>
      )}
      {mayWrite && (
        <FileDrop accept="image/png,image/jpeg,image/webp" busy={busy} onFile={(file) => void put(file)}>
          {t('settings:logo.kinds')}
        </FileDrop>
      )}
    </Card>
  );
}
