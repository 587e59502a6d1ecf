import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useText } from '@/i18n/useText';

/** A field for a password that is made now, with the one rule it must follow. */
export function NewPassword(props: PasswordInputProps) {
  const { t } = useText();
  return (
    <PasswordInput
      label={t('access:field.newPassword')} description={t('access:field.passwordRule')} autoComplete="new-password" required
      visibilityToggleButtonProps={{ 'aria-label': t('access:field.show') }}
      {...props}
    />
  );
}
