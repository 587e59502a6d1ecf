import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { CopyOnce } from '@/ui/CopyOnce';

/** The codes that sign in once each when the app is lost; shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useText();
  return (
    <>
      <CopyOnce label={t('access:totp.codes')} secret={codes.join('\n')} note={t('access:totp.codesNote')} />
      <Button onClick={onDone}>{t('access:totp.codesKept')}</Button>
    </>
  );
}
