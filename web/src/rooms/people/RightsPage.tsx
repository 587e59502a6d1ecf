import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { Page } from '@/ui/Page';
import { PeopleTabs } from './PeopleTabs';
import { NewRequest } from './rights/NewRequest';
import { OpenRights } from './rights/OpenRights';
import { RightsLog } from './rights/RightsLog';
import classes from './rights/Rights.module.css';

/** Rights of persons: what was asked for and waits, by when it is due, and what was done. */
export function RightsPage() {
  const { t } = useText();
  const [writing, setWriting] = useState(false);
  return (
    <>
      <PeopleTabs />
      <Page
        title={t('people:rights.title')} lead={t('people:rights.lead')}
        actions={!writing && <Button onClick={() => setWriting(true)}>{t('people:rights.write')}</Button>}
      >
        <div className={classes.stack}>
          {writing && <NewRequest onClose={() => setWriting(false)} />}
          <OpenRights />
          <RightsLog />
        </div>
      </Page>
    </>
  );
}
