import { Modal } from '@mantine/core';
import { useText } from '@/i18n/useText';
import classes from './CodingPage.module.css';

const keys = ['line', 'stretch', 'code', 'recent', 'mode', 'memo', 'take', 'undo', 'search', 'find', 'play', 'skip', 'hear', 'help', 'leave'] as const;

/** What the keys do. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} title={t('coding:keys.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <dl className={classes.all}>
        {keys.map((k) => (
          <div key={k}>
            <dt>{t(`coding:keys.${k}.key`).split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</dt>
            <dd>{t(`coding:keys.${k}.does`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
