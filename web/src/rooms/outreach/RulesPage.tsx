import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { OutreachTabs } from './OutreachTabs';
import { rulesQuery } from './queries';
import { RulesForm } from './rules/RulesForm';
import { RulesMean } from './rules/RulesMean';
import { useMaySetRules } from './useMayAsk';
import classes from './Outreach.module.css';

/** How often somebody may be asked: the rules that hold for every wave. */
export function RulesPage() {
  const { t } = useText();
  const query = useQuery(rulesQuery);
  const maySet = useMaySetRules();
  return (
    <>
      <OutreachTabs />
      <Page title={t('outreach:rules.title')} lead={t('outreach:rules.lead')} narrow>
        {query.isPending && <Loading />}
        {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.data && (maySet ? <RulesForm key={query.data.version} rules={query.data} /> : (
          <Card title={t('outreach:rules.mean')}><RulesMean rules={query.data} /><p className={classes.soft}>{t('outreach:rules.ask')}</p></Card>
        ))}
      </Page>
    </>
  );
}
