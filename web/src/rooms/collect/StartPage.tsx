import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Page } from '@/ui/Page';
import { SampleCards } from '@/ui/samples/SampleCards';
import { Upload } from './imports/Upload';
import classes from './StartPage.module.css';

/** The first screen of an empty house: bring in a file, or look at invented answers first. */
export function StartPage() {
  const { t } = useText();
  const allowed = useMay('import.run');
  return (
    <Page title={t('collect:begin.title')} lead={t(allowed ? 'collect:begin.lead' : 'collect:begin.askSomebody')}>
      {allowed && (
        <ol className={classes.steps}>
          <li className={classes.step}>
            <div>
              <h2>{t('collect:begin.file')}</h2>
              <p>{t('collect:begin.fileWhy')}</p>
              <Upload />
            </div>
          </li>
          <li className={classes.step}>
            <div>
              <h2>{t('collect:begin.sample')}</h2>
              <p>{t('collect:begin.sampleWhy')}</p>
              <SampleCards heading="h3" />
            </div>
          </li>
        </ol>
      )}
    </Page>
  );
}
