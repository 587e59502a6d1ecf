import { Button } from '@mantine/core';
import { useText } from '@/i18n/useText';
import classes from './UndoToast.module.css';

/** The words of a notice and the button that takes the deed back. */
export function UndoToast({ message, undo }: { message: string; undo: () => void }) {
  const { t } = useText();
  return (
    <span className={classes.toast}>
      {message}
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        {t('ui:undo')}
      </Button>
    </span>
  );
}
