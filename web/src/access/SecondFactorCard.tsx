import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useToast } from '@/ui/confirm';
import { PasswordStep } from './PasswordStep';
import { RecoveryCodes } from './RecoveryCodes';
import { ScanStep } from './ScanStep';
import { sessionQuery, useSession } from './session';

type Step =
  | { at: 'rest' }
  | { at: 'password'; for: 'on' | 'off' }
  | { at: 'scan'; start: components['schemas']['TOTPStart'] }
  | { at: 'codes'; codes: string[] };

/** The second factor: turned on by an app's first code, off by the password. */
export function SecondFactorCard() {
  const { t } = useText();
  const { user } = useSession();
  const cache = useQueryClient();
  const toast = useToast();
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const rest = () => setStep({ at: 'rest' });
  const refresh = () => cache.invalidateQueries({ queryKey: sessionQuery.queryKey });

  const withPassword = async (password: string) => {
    if (step.at === 'password' && step.for === 'on') {
      setStep({ at: 'scan', start: await body(api.POST('/api/totp', { body: { password } })) });
      return;
    }
    await api.DELETE('/api/totp', { body: { password } });
    await refresh();
    rest();
    toast({ message: t('access:totp.turnedOff') });
  };
  const withCode = async (code: string) => {
    const { codes } = await body(api.POST('/api/totp/confirm', { body: { code } }));
    setStep({ at: 'codes', codes });
    await refresh();
  };

  return (
    <Card title={t('access:totp.title')} note={user.totp ? t('access:totp.isOn') : t('access:totp.isOff')}>
      {step.at === 'rest' && (
        <Button variant="default" onClick={() => setStep({ at: 'password', for: user.totp ? 'off' : 'on' })}>
          {user.totp ? t('access:totp.turnOff') : t('access:totp.turnOn')}
        </Button>
      )}
      {step.at === 'password' && (
        <PasswordStep verb={step.for === 'on' ? t('access:totp.next') : t('access:totp.turnOff')} onPassword={withPassword} onCancel={rest} />
      )}
      {step.at === 'scan' && <ScanStep start={step.start} onCode={withCode} onCancel={rest} />}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onDone={rest} />}
    </Card>
  );
}
