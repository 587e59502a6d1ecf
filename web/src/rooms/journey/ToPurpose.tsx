import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';

/** Where programs are made, for whoever sees none. */
export function ToPurpose() {
  const { t } = useText();
  return <Button component={Link} to="/purpose">{t('journey:none.toPurpose')}</Button>;
}
