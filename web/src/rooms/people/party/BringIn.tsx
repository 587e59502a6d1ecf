import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';

/** The way to files of people, for those who may take files in. */
export function BringIn() {
  const { t } = useText();
  return useMay('import.run') ? <Button component={Link} to="/import" variant="default">{t('people:bringIn')}</Button> : null;
}
