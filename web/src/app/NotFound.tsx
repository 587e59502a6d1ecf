import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { Page } from '@/ui/Page';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useText();
  return (
    <Page title={t('shell:notFound.title')} lead={t('shell:notFound.text')} narrow>
      <Link to="/">{t('shell:notFound.home')}</Link>
    </Page>
  );
}
