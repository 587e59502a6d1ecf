import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import { ErrorState } from './ErrorState';
import { Page } from './Page';

interface ErrorPageProps {
  error: unknown;
  retry?: () => void;
  /** The link that leads back, as the screen itself has it. */
  back?: ReactNode;
}

/** A whole screen that could not be shown: with a heading, as every screen has. */
export function ErrorPage({ error, retry, back }: ErrorPageProps) {
  const { t } = useText();
  return (
    <Page title={t('ui:error.screen')} narrow actions={back}>
      <ErrorState error={error} retry={retry} />
    </Page>
  );
}
