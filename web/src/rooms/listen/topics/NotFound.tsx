import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

/** A topic that is not there, or not for the reader. */
export function NotFound({ program }: { program?: string }) {
  const { t } = useText();
  return (
    <Page title={t('topics:title')}>
      <EmptyState title={t('topics:gone')} action={<Button variant="default" renderRoot={(p) => <Link {...p} to="/listen/topics" search={program ? { program } : {}} />}>{t('topics:back')}</Button>}>{t('topics:goneWhy')}</EmptyState>
    </Page>
  );
}
