import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { Wave } from '../wire';
import classes from '../Outreach.module.css';

/** The personal links of a wave as a file, while they take answers. */
export function LinksCard({ wave, mayAsk, opens }: { wave: Wave; mayAsk: boolean; opens: boolean }) {
  const { t } = useText();
  return (
    <Card title={t('outreach:links.title')}>
      <div className={classes.column}>
        <p className={classes.soft}>{t(opens ? 'outreach:links.note' : wave.started_at ? 'outreach:links.over' : 'outreach:links.before')}</p>
        {opens && mayAsk && (
          <div><Button component="a" href={`/api/waves/${wave.id}/links`} download="links.csv" variant={wave.state === 'sending' ? 'default' : 'filled'}>{t('outreach:links.take')}</Button></div>
        )}
        {wave.state === 'sending' && <p className={classes.soft} role="status">{t('outreach:links.notAll')}</p>}
      </div>
    </Card>
  );
}
